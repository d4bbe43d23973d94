using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.Client;
using Temporalio.Common;
using Temporalio.Converters;
using Temporalio.Exceptions;

namespace Temporalio.Managed.Tests.Client;

public abstract class WorkflowClientTests(ITemporalService service)
{
    [Fact]
    public async Task Start_WithEverything_IsDescribed()
    {
        var (client, worker) = await CreateAsync();
        await ClientTests.AddSearchAttributeAsync(client);
        var options = ClientTests.Options(worker);
        options.Memo = new Dictionary<string, object>(StringComparer.Ordinal) { ["note"] = "a memo" };
        options.TypedSearchAttributes = new SearchAttributeCollection.Builder().Set(ClientTests.Customer, options.Id!).ToSearchAttributeCollection();
        options.StaticSummary = "one line";
        options.StaticDetails = "more lines";
        options.RunTimeout = TimeSpan.FromMinutes(2);
        options.RetryPolicy = new() { MaximumAttempts = 3, NonRetryableErrorTypes = ["Bad"] };

        var handle = await client.StartWorkflowAsync("Greet", ["Ada", 7], options);
        await worker.PollAndCompleteAsync(await worker.CompleteWorkflowAsync("Hello"));
        var result = await client.GetWorkflowHandle(handle.Id).GetResultAsync<string>();

        Assert.Equal("Hello", result);
        Assert.Equal(handle.ResultRunId, handle.FirstExecutionRunId);
        Assert.Null(handle.RunId);
        var description = await handle.DescribeAsync();
        Assert.Equal((options.Id, "Greet", worker.TaskQueue), (description.Id, description.WorkflowType, description.TaskQueue));
        Assert.Equal(WorkflowExecutionStatus.Completed, description.Status);
        Assert.Equal("a memo", await description.Memo["note"].ToValueAsync<string>());
        Assert.Equal(options.Id, description.TypedSearchAttributes.Get(ClientTests.Customer));
        Assert.Equal("one line", await description.GetStaticSummaryAsync());
        Assert.Equal("more lines", await description.GetStaticDetailsAsync());
        Assert.Equal(5, description.HistoryLength);
        Assert.NotNull(description.CloseTime);

        var history = await handle.FetchHistoryAsync();
        var started = history.Events.First().WorkflowExecutionStartedEventAttributes;
        Assert.Equal(3, started.RetryPolicy.MaximumAttempts);
        Assert.Equal(TimeSpan.FromMinutes(2), started.WorkflowRunTimeout.ToTimeSpan());
        Assert.Equal("\"Ada\" 7", string.Join(' ', started.Input.Payloads_.Select(payload => payload.Data.ToStringUtf8())));
    }

    [Fact]
    public async Task Start_IdInUse_FollowsThePolicies()
    {
        var (client, worker) = await CreateAsync();
        var options = ClientTests.Options(worker);
        var first = await client.StartWorkflowAsync("Busy", [], options);

        var failure = await Assert.ThrowsAsync<WorkflowAlreadyStartedException>(() => client.StartWorkflowAsync("Busy", [], options));
        Assert.Equal((options.Id, "Busy", first.ResultRunId), (failure.WorkflowId, failure.WorkflowType, failure.RunId));

        options.IdConflictPolicy = WorkflowIdConflictPolicy.UseExisting;
        Assert.Equal(first.ResultRunId, (await client.StartWorkflowAsync("Busy", [], options)).ResultRunId);

        options.IdConflictPolicy = WorkflowIdConflictPolicy.TerminateExisting;
        var third = await client.StartWorkflowAsync("Busy", [], options);
        Assert.False(string.Equals(first.ResultRunId, third.ResultRunId, StringComparison.Ordinal));
        var ended = await Assert.ThrowsAsync<WorkflowFailedException>(() => first.GetResultAsync(followRuns: false));
        Assert.IsType<TerminatedFailureException>(ended.InnerException);

        await worker.PollAndCompleteAsync(await worker.CompleteWorkflowAsync(null));
        options.IdConflictPolicy = WorkflowIdConflictPolicy.Unspecified;
        options.IdReusePolicy = WorkflowIdReusePolicy.RejectDuplicate;
        await Assert.ThrowsAsync<WorkflowAlreadyStartedException>(() => client.StartWorkflowAsync("Busy", [], options));
    }

    [Fact]
    public async Task Start_WithoutIdOrQueue_SaysSo()
    {
        var (client, _) = await CreateAsync();

        Assert.StartsWith("ID required", (await Assert.ThrowsAsync<ArgumentException>(() => client.StartWorkflowAsync("W", [], new() { TaskQueue = "q" }))).Message, StringComparison.Ordinal);
        Assert.StartsWith("Task queue required", (await Assert.ThrowsAsync<ArgumentException>(() => client.StartWorkflowAsync("W", [], new() { Id = "i" }))).Message, StringComparison.Ordinal);
        Assert.StartsWith("Cannot have start signal args", (await Assert.ThrowsAsync<ArgumentException>(() => client.StartWorkflowAsync("W", [], new("i", "q") { StartSignalArgs = [] }))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignalWithStart_Twice_IsOneRunWithTwoSignals()
    {
        var (client, worker) = await CreateAsync();
        var options = ClientTests.Options(worker);
        options.SignalWithStart("poke", ["first"]);

        var first = await client.StartWorkflowAsync("Poked", [], options);
        options.StartSignalArgs = ["second"];
        var second = await client.StartWorkflowAsync("Poked", [], options);
        await first.SignalAsync("poke", ["third"]);

        Assert.Equal(first.ResultRunId, second.ResultRunId);
        Assert.Null(first.FirstExecutionRunId);
        var signals = (await first.FetchHistoryAsync()).Events.Where(e => e.EventType == EventType.WorkflowExecutionSignaled)
            .Select(e => e.WorkflowExecutionSignaledEventAttributes.Input.Payloads_.Single().Data.ToStringUtf8());
        Assert.Equal("\"first\" \"second\" \"third\"", string.Join(' ', signals));
    }

    [Fact]
    public async Task Query_AnsweredFailedAndRejected_AreToldApart()
    {
        var (client, worker) = await CreateAsync();
        var handle = await client.StartWorkflowAsync("Asked", [], ClientTests.Options(worker));
        await worker.PollAndCompleteAsync();

        var answered = handle.QueryAsync<int>("state", ["arg"]);
        var task = await worker.PollAsync();
        await worker.AnswerQueryAsync(task, 42);
        var failed = handle.QueryAsync<int>("state", []);
        await worker.AnswerQueryAsync(await worker.PollAsync(), null, error: "no such state");

        Assert.Equal(42, await answered);
        Assert.Equal("state", task.Query.QueryType);
        Assert.Equal("\"arg\"", task.Query.QueryArgs.Payloads_.Single().Data.ToStringUtf8());
        Assert.Equal("no such state", (await Assert.ThrowsAsync<WorkflowQueryFailedException>(() => failed)).Message);
        await handle.TerminateAsync();
        var rejected = await Assert.ThrowsAsync<WorkflowQueryRejectedException>(
            () => handle.QueryAsync<int>("state", [], new() { RejectCondition = QueryRejectCondition.NotOpen }));
        Assert.Equal(WorkflowExecutionStatus.Terminated, rejected.WorkflowStatus);
    }

    [Fact]
    public async Task Cancel_TakenUp_IsACanceledFailureWithDetails()
    {
        var (client, worker) = await CreateAsync();
        var handle = await client.StartWorkflowAsync("Canceled", [], ClientTests.Options(worker));

        await handle.CancelAsync();
        var task = await worker.PollAsync();
        await worker.CompleteAsync(task, await worker.CancelWorkflowAsync("tidied up"));

        Assert.Contains(task.History.Events, e => e.EventType == EventType.WorkflowExecutionCancelRequested);
        var failure = await Assert.ThrowsAsync<WorkflowFailedException>(() => handle.GetResultAsync());
        var canceled = Assert.IsType<CanceledFailureException>(failure.InnerException);
        Assert.Equal("tidied up", canceled.Details.ElementAt<string>(0));
        Assert.True(TemporalException.IsCanceledException(canceled));
    }

    [Fact]
    public async Task Terminate_WithReasonAndDetails_ReachesTheWaiter()
    {
        var (client, worker) = await CreateAsync(codec: true);
        var handle = await client.StartWorkflowAsync("Terminated", [], ClientTests.Options(worker));

        await handle.TerminateAsync("because", new() { Details = ["detail", 2] });

        var failure = await Assert.ThrowsAsync<WorkflowFailedException>(() => handle.GetResultAsync());
        var terminated = Assert.IsType<TerminatedFailureException>(failure.InnerException);
        Assert.Equal("because", terminated.Message);
        Assert.Equal(("detail", 2), (terminated.Details!.ElementAt<string>(0), terminated.Details.ElementAt<int>(1)));
        Assert.Equal(RpcException.StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(() => handle.TerminateAsync())).Code);
    }

    [Fact]
    public async Task Fail_WithCauseAndDetails_ComesBackWhole()
    {
        var (client, worker) = await CreateAsync(codec: true, hideMessages: true);
        var handle = await client.StartWorkflowAsync("Failed", [], ClientTests.Options(worker));
        var thrown = new ApplicationFailureException(
            "secret text", new InvalidOperationException("inner secret"), "MyError", nonRetryable: true, details: [1, "two"]);

        await worker.PollAndCompleteAsync(await worker.FailWorkflowAsync(thrown));

        var failure = await Assert.ThrowsAsync<WorkflowFailedException>(() => handle.GetResultAsync());
        var application = Assert.IsType<ApplicationFailureException>(failure.InnerException);
        Assert.Equal(("secret text", "MyError", true), (application.Message, application.ErrorType, application.NonRetryable));
        Assert.Equal((1, "two"), (application.Details.ElementAt<int>(0), application.Details.ElementAt<string>(1)));
        Assert.Equal("inner secret", Assert.IsType<ApplicationFailureException>(application.InnerException).Message);
        var stored = (await handle.FetchHistoryAsync()).Events.Last().WorkflowExecutionFailedEventAttributes.Failure;
        Assert.Equal(("Encoded failure", "Encoded failure"), (stored.Message, stored.Cause.Message));
        Assert.DoesNotContain("secret", stored.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ContinueAsNew_FollowedOrNot_IsTheCallersChoice()
    {
        var (client, worker) = await CreateAsync();
        var handle = await client.StartWorkflowAsync("Continued", [], ClientTests.Options(worker));
        await worker.PollAndCompleteAsync(worker.ContinueAsNew());

        var stopped = await Assert.ThrowsAsync<WorkflowContinuedAsNewException>(() => handle.GetResultAsync(followRuns: false));
        var result = handle.GetResultAsync<string>();
        await worker.PollAndCompleteAsync(await worker.CompleteWorkflowAsync("end"));

        Assert.Equal("end", await result);
        Assert.False(string.Equals(handle.ResultRunId, stopped.NewRunId, StringComparison.Ordinal));
        Assert.Equal("end", await client.GetWorkflowHandle(handle.Id, stopped.NewRunId).GetResultAsync<string>());
    }

    [Fact]
    public async Task Timeout_OfTheRun_IsATimeoutFailure()
    {
        var (client, worker) = await CreateAsync();
        var options = ClientTests.Options(worker);
        options.RunTimeout = TimeSpan.FromSeconds(1);

        var failure = await Assert.ThrowsAsync<WorkflowFailedException>(() => client.ExecuteWorkflowAsync("Late", [], options));

        Assert.IsType<TimeoutFailureException>(failure.InnerException);
    }

    [Fact]
    public async Task Events_Waited_ComeUntilTheEnd()
    {
        var (client, worker) = await CreateAsync();
        var handle = await client.StartWorkflowAsync("Watched", [], ClientTests.Options(worker));

        var events = new List<HistoryEvent>();
        await foreach (var historyEvent in handle.FetchHistoryEventsAsync(new() { WaitNewEvent = true }))
        {
            events.Add(historyEvent);
            if (historyEvent.EventType == EventType.WorkflowTaskScheduled)
                await worker.PollAndCompleteAsync(await worker.CompleteWorkflowAsync(null));
        }

        Assert.Equal(EventType.WorkflowExecutionCompleted, events[^1].EventType);
        Assert.Equal(Enumerable.Range(1, 5), events.Select(e => (int)e.EventId));
        var history = await handle.FetchHistoryAsync();
        Assert.Equal(events, WorkflowHistory.FromJson(handle.Id, history.ToJson()).Events);
    }

    [Fact]
    public async Task Codec_OnTheClient_EncodesEverythingThatIsStored()
    {
        var (client, worker) = await CreateAsync(codec: true);
        var options = ClientTests.Options(worker);
        options.Memo = new Dictionary<string, object>(StringComparer.Ordinal) { ["note"] = "visible?" };
        options.StaticSummary = "visible?";
        options.SignalWithStart("signal", ["visible?"]);

        var handle = await client.StartWorkflowAsync("Hidden", ["visible?"], options);
        await handle.SignalAsync("signal", ["visible?"]);
        await worker.PollAndCompleteAsync(await worker.CompleteWorkflowAsync("visible?"));

        Assert.Equal("visible?", await handle.GetResultAsync<string>());
        var description = await handle.DescribeAsync();
        Assert.Equal("visible?", await description.Memo["note"].ToValueAsync<string>());
        Assert.Equal("visible?", await description.GetStaticSummaryAsync());
        var stored = (await handle.FetchHistoryAsync()).ToJson() + description.RawDescription;
        Assert.DoesNotContain("visible?", stored, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String("\"visible?\""u8), stored, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_Workflow_IsNotFound()
    {
        var (client, _) = await CreateAsync();
        var handle = client.GetWorkflowHandle("no-such-workflow-" + Guid.NewGuid());

        Assert.Equal(RpcException.StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(() => handle.DescribeAsync())).Code);
        Assert.Equal(RpcException.StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(() => handle.SignalAsync("s", []))).Code);
        Assert.Equal(RpcException.StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(() => handle.GetResultAsync())).Code);
    }

    [Fact]
    public async Task Namespace_Missing_HasItsDetail()
    {
        var client = await service.ConnectAsync(options => options.Namespace = "no-such-namespace");

        var failure = await Assert.ThrowsAsync<RpcException>(() => client.StartWorkflowAsync("W", [], new("id", "queue")));

        Assert.Equal(RpcException.StatusCode.NotFound, failure.Code);
        var detail = Assert.Single(failure.GrpcStatus.Value!.Details);
        Assert.Equal("no-such-namespace", detail.Unpack<Temporalio.Api.ErrorDetails.V1.NamespaceNotFoundFailure>().Namespace);
    }

    [Fact]
    public async Task Result_WaitCancelled_Stops()
    {
        var (client, worker) = await CreateAsync();
        var handle = await client.StartWorkflowAsync("Endless", [], ClientTests.Options(worker));
        using var cancel = new CancellationTokenSource();

        var result = handle.GetResultAsync(rpcOptions: new() { CancellationToken = cancel.Token });
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => result);
    }

    [Fact]
    public async Task Health_OfTheRealService_IsServing()
    {
        var client = await service.ConnectAsync();

        Assert.True(await client.Connection.CheckHealthAsync());
        Assert.NotEmpty((await client.Connection.OperatorService.ListSearchAttributesAsync(new() { Namespace = "default" })).SystemAttributes);
    }

    private async Task<(TemporalClient Client, HandWorker Worker)> CreateAsync(bool codec = false, bool hideMessages = false)
    {
        var client = await service.ConnectAsync(options => options.DataConverter = new(
            new DefaultPayloadConverter(),
            hideMessages ? new DefaultFailureConverter.WithEncodedCommonAttributes() : new DefaultFailureConverter(),
            codec ? new XorCodec() : null));
        return (client, new HandWorker(client, $"tq-{Guid.NewGuid()}"));
    }
}
