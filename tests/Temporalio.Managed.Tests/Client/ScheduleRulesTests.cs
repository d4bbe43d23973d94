using Temporalio.Api.Enums.V1;
using Temporalio.Client;
using Temporalio.Client.Schedules;
using Temporalio.Common;
using Temporalio.Converters;
using Temporalio.Exceptions;

namespace Temporalio.Managed.Tests.Client;

/// <summary>What a schedule does when its actions overlap, fail or run out, on any service.</summary>
public abstract class ScheduleRulesTests(ITemporalService service)
{
    [Fact]
    public async Task Trigger_WhileOneRuns_SkipsOrBuffersAsThePolicySays()
    {
        var (client, worker, handle) = await CreateAsync();
        await TriggerAsync(handle);
        var running = await worker.PollAsync();

        await TriggerAsync(handle, ScheduleOverlapPolicy.Skip);
        await UntilAsync(handle, info => info.NumActionsSkippedOverlap == 1);
        await TriggerAsync(handle, ScheduleOverlapPolicy.BufferOne);
        await TriggerAsync(handle, ScheduleOverlapPolicy.BufferOne);
        await UntilAsync(handle, info => info.NumActionsSkippedOverlap == 2);
        await TriggerAsync(handle, ScheduleOverlapPolicy.BufferAll);
        await TriggerAsync(handle, ScheduleOverlapPolicy.AllowAll);
        var beside = await worker.PollAsync();
        await worker.CompleteAsync(beside, await worker.CompleteWorkflowAsync("beside"));
        await worker.CompleteAsync(running, await worker.CompleteWorkflowAsync("first"));
        await worker.PollAndCompleteAsync(await worker.CompleteWorkflowAsync("second"));
        await worker.PollAndCompleteAsync(await worker.CompleteWorkflowAsync("third"));

        var info = await UntilAsync(handle, info => info.NumActions == 4);
        Assert.Equal((2, 0), (info.NumActionsSkippedOverlap, info.NumActionsMissedCatchupWindow));
        await handle.DeleteAsync();
        GC.KeepAlive(client);
    }

    [Fact]
    public async Task Trigger_WithCancelOther_StartsWhenTheOtherHasEnded()
    {
        var (client, worker, handle) = await CreateAsync();
        await TriggerAsync(handle);
        var first = await worker.PollAsync();
        await worker.CompleteAsync(first);

        await TriggerAsync(handle, ScheduleOverlapPolicy.CancelOther);
        var cancelled = await worker.PollAsync();
        Assert.Contains(cancelled.History.Events, e => e.EventType == EventType.WorkflowExecutionCancelRequested);
        Assert.Equal(
            "cancelled by schedule overlap policy",
            cancelled.History.Events.Single(e => e.EventType == EventType.WorkflowExecutionCancelRequested).WorkflowExecutionCancelRequestedEventAttributes.Cause);
        await worker.CompleteAsync(cancelled, await worker.CancelWorkflowAsync(null));
        var second = await worker.PollAsync();
        await worker.CompleteAsync(second, await worker.CompleteWorkflowAsync(null));

        Assert.NotEqual(first.WorkflowExecution.WorkflowId, second.WorkflowExecution.WorkflowId);
        Assert.Equal(WorkflowExecutionStatus.Canceled, (await client.GetWorkflowHandle(first.WorkflowExecution.WorkflowId).DescribeAsync()).Status);
        await handle.DeleteAsync();
    }

    [Fact]
    public async Task Trigger_WithTerminateOther_EndsTheOther()
    {
        var (client, worker, handle) = await CreateAsync();
        await TriggerAsync(handle);
        var first = await worker.PollAsync();

        await TriggerAsync(handle, ScheduleOverlapPolicy.TerminateOther);
        var second = await worker.PollAsync();
        await worker.CompleteAsync(second, await worker.CompleteWorkflowAsync(null));

        var ended = await client.GetWorkflowHandle(first.WorkflowExecution.WorkflowId).FetchHistoryAsync();
        Assert.Equal("terminated by schedule overlap policy", ended.Events.Last().WorkflowExecutionTerminatedEventAttributes.Reason);
        await handle.DeleteAsync();
    }

    [Fact]
    public async Task Action_AfterASuccessAndAFailure_GetsTheLastResultAndTheFailure()
    {
        var (client, worker, handle) = await CreateAsync();
        await TriggerAsync(handle);
        await worker.PollAndCompleteAsync(await worker.CompleteWorkflowAsync("the result"));
        await UntilAsync(handle, info => info.RunningActions.Count == 0);
        await TriggerAsync(handle);
        await worker.PollAndCompleteAsync(await worker.FailWorkflowAsync(new ApplicationFailureException("the failure")));
        await UntilAsync(handle, info => info.NumActions == 2 && info.RunningActions.Count == 0);
        await TriggerAsync(handle);
        var third = await worker.PollAsync();
        await worker.CompleteAsync(third, await worker.CompleteWorkflowAsync(null));

        var started = third.History.Events[0].WorkflowExecutionStartedEventAttributes;
        Assert.Equal("\"the result\"", started.LastCompletionResult.Payloads_.Single().Data.ToStringUtf8());
        Assert.Equal("the failure", started.ContinuedFailure.Message);
        Assert.StartsWith("temporal-scheduler-default-", started.Identity, StringComparison.Ordinal);
        await handle.DeleteAsync();
        GC.KeepAlive(client);
    }

    [Fact]
    public async Task Failure_WithPauseOnFailure_PausesAndSaysWhy()
    {
        var (client, worker, handle) = await CreateAsync(schedule => schedule with { Policy = new() { PauseOnFailure = true }, State = new() });
        await TriggerAsync(handle);
        var task = await worker.PollAsync();
        // The next trigger waits for the end of the first, so that the end is noticed at once.
        await TriggerAsync(handle, ScheduleOverlapPolicy.BufferOne);
        await worker.CompleteAsync(task, await worker.FailWorkflowAsync(new ApplicationFailureException("so bad")));
        await worker.PollAndCompleteAsync(await worker.CompleteWorkflowAsync(null));

        await ClientTests.EventuallyAsync(async () => (await handle.DescribeAsync()).Schedule.State.Paused);
        Assert.Equal($"paused due to workflow failure: {task.WorkflowExecution.WorkflowId}: so bad", (await handle.DescribeAsync()).Schedule.State.Note);
        await handle.DeleteAsync();
        GC.KeepAlive(client);
    }

    [Fact]
    public async Task Tick_WithLimitedActions_EndsWhenNoneIsLeft()
    {
        var (client, worker, handle) = await CreateAsync(schedule => schedule with
        {
            Spec = new() { Intervals = [new(TimeSpan.FromSeconds(1))] },
            Policy = new() { Overlap = ScheduleOverlapPolicy.AllowAll },
            State = new() { LimitedActions = true, RemainingActions = 2 },
        });

        await worker.PollAndCompleteAsync(await worker.CompleteWorkflowAsync(null));
        await worker.PollAndCompleteAsync(await worker.CompleteWorkflowAsync(null));
        await UntilAsync(handle, info => info.NumActions == 2);

        var description = await handle.DescribeAsync();
        Assert.Equal(0, description.Schedule.State.RemainingActions);
        Assert.Empty(description.Info.NextActionTimes);
        Assert.All(description.Info.RecentActions, a => Assert.EndsWith(
            a.ScheduledAt.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture),
            ((ScheduleActionExecutionStartWorkflow)a.Action).WorkflowId,
            StringComparison.Ordinal));
        await handle.DeleteAsync();
        GC.KeepAlive(client);
    }

    [Fact]
    public async Task List_ByQuery_FiltersByAttributesAndPause()
    {
        var client = await service.ConnectAsync();
        await ClientTests.AddSearchAttributeAsync(client);
        var customer = $"c-{Guid.NewGuid()}";
        var options = new ScheduleOptions { TypedSearchAttributes = new SearchAttributeCollection.Builder().Set(ClientTests.Customer, customer).ToSearchAttributeCollection() };
        var paused = await client.CreateScheduleAsync($"list-{Guid.NewGuid()}", NewSchedule("nobody"), options);
        var active = await client.CreateScheduleAsync($"list-{Guid.NewGuid()}", NewSchedule("nobody") with { State = new() { Note = "hourly" } }, options);

        Task<List<string>> ListAsync(string query) => client.ListSchedulesAsync(new() { Query = query }).Select(s => s.Id).ToListAsync().AsTask();

        await ClientTests.EventuallyAsync(async () => (await ListAsync($"{ClientTests.Customer.Name} = '{customer}'")).Count == 2);
        await ClientTests.EventuallyAsync(async () =>
            (await ListAsync($"{ClientTests.Customer.Name} = '{customer}' AND TemporalSchedulePaused = true")).SequenceEqual([paused.Id]));
        await ClientTests.EventuallyAsync(async () =>
            (await ListAsync($"{ClientTests.Customer.Name} = '{customer}' AND TemporalSchedulePaused = false")).SequenceEqual([active.Id]));
        var refused = await Assert.ThrowsAsync<RpcException>(() => ListAsync("WorkflowType = 'x'"));
        Assert.Equal(RpcException.StatusCode.InvalidArgument, refused.Code);
        Assert.Contains("cannot filter on \"WorkflowType\"", refused.Message, StringComparison.Ordinal);
        Assert.Equal(RpcException.StatusCode.InvalidArgument, (await Assert.ThrowsAsync<RpcException>(() => ListAsync("nonsense ("))).Code);
        await paused.DeleteAsync();
        await active.DeleteAsync();
    }

    [Theory]
    [InlineData("cron", "Scheduled workflow must not contain CronSchedule")]
    [InlineData("reuse", "Scheduled workflow must not contain WorkflowIDReusePolicy")]
    [InlineData("request", "RequestId is not set on request.")]
    [InlineData("attribute", "")]
    public async Task Create_OfABadAction_IsInvalid(string what, string reason)
    {
        var client = await service.ConnectAsync();
        var start = new Temporalio.Api.Workflow.V1.NewWorkflowExecutionInfo { WorkflowId = "w", WorkflowType = new() { Name = "W" }, TaskQueue = new() { Name = "q" } };
        switch (what)
        {
            case "cron":
                start.CronSchedule = "* * * * *";
                break;
            case "reuse":
                start.WorkflowIdReusePolicy = WorkflowIdReusePolicy.RejectDuplicate;
                break;
            case "attribute":
                start.SearchAttributes = new() { IndexedFields = { ["Unheard"] = await client.Options.DataConverter.ToPayloadAsync("x") } };
                break;
        }

        var refused = await Assert.ThrowsAsync<RpcException>(() => client.Connection.WorkflowService.CreateScheduleAsync(new()
        {
            Namespace = "default",
            ScheduleId = $"bad-{Guid.NewGuid()}",
            RequestId = string.Equals(what, "request", StringComparison.Ordinal) ? "" : "r",
            Schedule = new() { Action = new() { StartWorkflow = start } },
        }));

        Assert.Equal(RpcException.StatusCode.InvalidArgument, refused.Code);
        Assert.StartsWith(reason, refused.Message, StringComparison.Ordinal);
    }

    private static Schedule NewSchedule(string taskQueue) =>
        // Tests hold a task while they trigger further actions, a second for each.
        new(
            ScheduleActionStartWorkflow.Create("Scheduled", [], new($"w-{Guid.NewGuid()}", taskQueue) { TaskTimeout = TimeSpan.FromMinutes(2) }),
            new() { Intervals = [new(TimeSpan.FromHours(1))] })
        {
            State = new() { Paused = true },
        };

    /// <summary>Each in a second of its own: workflow ids end in the second, and one id runs once at a time.</summary>
    private static async Task TriggerAsync(ScheduleHandle handle, ScheduleOverlapPolicy overlap = ScheduleOverlapPolicy.Unspecified)
    {
        var second = DateTime.UtcNow.Second;
        await ClientTests.EventuallyAsync(() => Task.FromResult(DateTime.UtcNow.Second != second));
        await handle.TriggerAsync(new() { Overlap = overlap });
    }

    private static async Task<ScheduleInfo> UntilAsync(ScheduleHandle handle, Func<ScheduleInfo, bool> wanted)
    {
        ScheduleInfo? info = null;
        await ClientTests.EventuallyAsync(async () => wanted(info = (await handle.DescribeAsync()).Info));
        return info!;
    }

    private async Task<(TemporalClient Client, HandWorker Worker, ScheduleHandle Handle)> CreateAsync(Func<Schedule, Schedule>? change = null)
    {
        var client = await service.ConnectAsync();
        var worker = new HandWorker(client, $"tq-{Guid.NewGuid()}");
        var schedule = NewSchedule(worker.TaskQueue);
        return (client, worker, await client.CreateScheduleAsync($"rules-{Guid.NewGuid()}", change?.Invoke(schedule) ?? schedule));
    }
}
