using Temporalio.Api.Enums.V1;
using Temporalio.Client;
using Temporalio.Exceptions;
using Temporalio.Managed.Tests.Client;
using Temporalio.Managed.Tests.Worker;

namespace Temporalio.Managed.Tests.Workflows;

public abstract class WorkflowConformance(ITemporalService service) : WorkerConformance(service)
{
    [Fact]
    public Task Condition_BecomesTrue_TakesTimerBack() => RunAsync(
        o => o.AddWorkflow<ConditionWorkflow>(),
        async bench =>
        {
            var handle = await bench.StartAsync((ConditionWorkflow wf) => wf.RunAsync(TimeSpan.FromMinutes(5)));
            await EventuallyAsync(async () => Kinds(await HistoryAsync(handle)).Contains(EventType.TimerStarted));
            await handle.SignalAsync(wf => wf.GoAsync());

            Assert.True(await handle.GetResultAsync());
            Assert.Equal(
                [EventType.WorkflowTaskCompleted, EventType.TimerCanceled, EventType.WorkflowExecutionCompleted],
                Kinds(await HistoryAsync(handle)).TakeLast(3));
        });

    [Fact]
    public Task Condition_StaysFalse_TimesOut() => RunAsync(
        o => o.AddWorkflow<ConditionWorkflow>(),
        async bench => Assert.False(await bench.ExecuteAsync((ConditionWorkflow wf) => wf.RunAsync(TimeSpan.FromMilliseconds(10)))));

    [Fact]
    public Task Upserts_OfMemoAndAttributes_AreSeenAndStored() => RunAsync(
        o => o.AddWorkflow<AttributesWorkflow>(),
        async bench =>
        {
            await AddKeywordAsync(bench.Client);
            var handle = await bench.StartAsync(
                (AttributesWorkflow wf) => wf.RunAsync(),
                o => o.Memo = new Dictionary<string, object>(StringComparer.Ordinal) { ["old"] = "value" });

            Assert.Equal("7 False set", await handle.GetResultAsync());
            var description = await handle.DescribeAsync();
            Assert.Equal(["new"], description.Memo.Keys);
            Assert.Equal("set", description.TypedSearchAttributes.Get(AttributesWorkflow.Keyword));
        });

    [Fact]
    public Task Patches_LeaveMarkersAndAttribute() => RunAsync(
        o => o.AddWorkflow<PatchedWorkflow>(),
        async bench =>
        {
            var handle = await bench.StartAsync((PatchedWorkflow wf) => wf.RunAsync());

            Assert.Equal("True True True", await handle.GetResultAsync());
            var events = await HistoryAsync(handle);
            Assert.Equal(
                [EventType.MarkerRecorded, EventType.UpsertWorkflowSearchAttributes, EventType.TimerStarted],
                Kinds(events).Skip(4).Take(3));
            Assert.Equal("core_patch", events[4].MarkerRecordedEventAttributes.MarkerName);
            var last = events.Last(e => e.EventType == EventType.UpsertWorkflowSearchAttributes);
            Assert.Equal(
                "[\"first\",\"second\",\"third\"]",
                last.UpsertWorkflowSearchAttributesEventAttributes.SearchAttributes.IndexedFields["TemporalChangeVersion"].Data.ToStringUtf8());
        });

    [Theory]
    [InlineData("result", "Hello, child!")]
    [InlineData("signal", "from parent")]
    [InlineData("fail", "Bad")]
    [InlineData("taken", "CancelledWorkflow")]
    [InlineData("TryCancel", "cancelled")]
    [InlineData("WaitCancellationCompleted", "cancelled")]
    [InlineData("WaitCancellationRequested", "cancelled")]
    [InlineData("Abandon", "cancelled")]
    public Task Children_InEveryWay_TellTheParent(string how, string expected) => RunAsync(
        o => o.AddWorkflow<ParentWorkflow>().AddWorkflow<GreetingWorkflow>().AddWorkflow<SignalWorkflow>()
            .AddWorkflow<FailingWorkflow>().AddWorkflow<CancelledWorkflow>(),
        async bench => Assert.Equal(expected, await bench.ExecuteAsync((ParentWorkflow wf) => wf.RunAsync(how))));

    [Fact]
    public Task External_SignalAndCancel_ReachTheOthers() => RunAsync(
        o => o.AddWorkflow<ExternalWorkflow>().AddWorkflow<SignalWorkflow>().AddWorkflow<CancelledWorkflow>(),
        async bench =>
        {
            var signalled = await bench.StartAsync((SignalWorkflow wf) => wf.RunAsync(1));
            var cancelled = await bench.StartAsync((CancelledWorkflow wf) => wf.RunAsync());

            var message = await bench.ExecuteAsync((ExternalWorkflow wf) => wf.RunAsync(signalled.Id, cancelled.Id));

            Assert.Equal("Unable to signal external workflow because it was not found", message);
            Assert.Equal(["from afar"], await signalled.GetResultAsync());
            await Assert.ThrowsAsync<WorkflowFailedException>(() => cancelled.GetResultAsync());
        });

    [Fact]
    public Task ContinueAsNew_GoesOnInNewRuns() => RunAsync(
        o => o.AddWorkflow<CountdownWorkflow>(),
        async bench => Assert.Equal("21, continued True", await bench.ExecuteAsync((CountdownWorkflow wf) => wf.RunAsync(2, ""))));

    [Fact]
    public Task Statics_AreDeterministic() => RunAsync(
        o => o.AddWorkflow<PureWorkflow>(),
        async bench => Assert.EndsWith(" 3 3", await bench.ExecuteAsync((PureWorkflow wf) => wf.RunAsync()), StringComparison.Ordinal));

    [Fact]
    public Task Handlers_AddedLater_GetWhatWaited() => RunAsync(
        o =>
        {
            o.AddWorkflow<HandlersWorkflow>();
            o.WorkflowStackTrace = Temporalio.Worker.WorkflowStackTrace.Normal;
        },
        async bench =>
        {
            var handle = await bench.StartAsync((HandlersWorkflow wf) => wf.RunAsync());
            await handle.SignalAsync("later", ["a"]);
            await handle.SignalAsync("any", ["b"]);
            var trace = await handle.QueryAsync<string>("__stack_trace", []);
            var unknown = await Assert.ThrowsAsync<WorkflowQueryFailedException>(() => handle.QueryAsync<int>("count", []));
            await handle.SignalAsync(wf => wf.DoneAsync());

            Assert.Equal(["later a", "dynamic any b"], await handle.GetResultAsync());
            Assert.Equal(2, await handle.QueryAsync<int>("count", []));
            Assert.Contains("HandlersWorkflow", trace, StringComparison.Ordinal);
            Assert.StartsWith("Query handler for count expected but not found, known queries: []", unknown.Message, StringComparison.Ordinal);
            var metadata = await handle.QueryAsync<Temporalio.Api.Sdk.V1.WorkflowMetadata>("__temporal_workflow_metadata", []);
            Assert.Equal("all **set**", metadata.CurrentDetails);
            Assert.Equal(["", "Done", "later"], metadata.Definition.SignalDefinitions.Select(s => s.Name));
        });

    private static async Task AddKeywordAsync(TemporalClient client)
    {
        try
        {
            await client.Connection.OperatorService.AddSearchAttributesAsync(new()
            {
                Namespace = "default",
                SearchAttributes = { [AttributesWorkflow.Keyword.Name] = IndexedValueType.Keyword },
            });
        }
        catch (RpcException e) when (e.Code == RpcException.StatusCode.AlreadyExists)
        {
            // A suite before this one added it.
        }
        await EventuallyAsync(async () => (await client.Connection.OperatorService.ListSearchAttributesAsync(new() { Namespace = "default" }))
            .CustomAttributes.ContainsKey(AttributesWorkflow.Keyword.Name));
    }
}

[Collection(DevServiceGroup.Name)]
public sealed class WorkflowsOnRealServiceTests(DevServiceFixture service) : WorkflowConformance(service);
