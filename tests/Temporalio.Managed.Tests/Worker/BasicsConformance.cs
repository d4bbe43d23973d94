using Temporalio.Api.Enums.V1;
using Temporalio.Client;
using Temporalio.Exceptions;
using Temporalio.Managed.Tests.Client;

namespace Temporalio.Managed.Tests.Worker;

public abstract class BasicsConformance(ITemporalService service) : WorkerConformance(service)
{
    [Fact]
    public Task Run_WithoutSteps_ReturnsResult() => RunAsync(
        o => o.AddWorkflow<GreetingWorkflow>(),
        async bench => Assert.Equal("Hello, Ada!", await bench.ExecuteAsync((GreetingWorkflow wf) => wf.RunAsync("Ada"))));

    [Fact]
    public Task Activity_Completes_HistoryInCanonicalOrder() => RunAsync(
        o => o.AddWorkflow<OneActivityWorkflow>().AddAllActivities(typeof(BasicActivities), null),
        async bench =>
        {
            var handle = await bench.StartAsync((OneActivityWorkflow wf) => wf.RunAsync("Ada"));
            Assert.Equal("Hello, Ada!", await handle.GetResultAsync());

            var events = await HistoryAsync(handle);
            Assert.Equal(
                [
                    EventType.WorkflowExecutionStarted, EventType.WorkflowTaskScheduled, EventType.WorkflowTaskStarted,
                    EventType.WorkflowTaskCompleted, EventType.ActivityTaskScheduled, EventType.ActivityTaskStarted,
                    EventType.ActivityTaskCompleted, EventType.WorkflowTaskScheduled, EventType.WorkflowTaskStarted,
                    EventType.WorkflowTaskCompleted, EventType.WorkflowExecutionCompleted,
                ],
                Kinds(events));
            var metadata = events[3].WorkflowTaskCompletedEventAttributes.SdkMetadata;
            Assert.Equal([1u, 2u, 3u], metadata.CoreUsedFlags);
            Assert.Equal([2u], metadata.LangUsedFlags);
            Assert.Equal("1", events[4].ActivityTaskScheduledEventAttributes.ActivityId);
            Assert.Equal("\"greets\"", events[4].UserMetadata.Summary.Data.ToStringUtf8());
        });

    [Fact]
    public Task LocalActivity_Completes_MarkerInCoreFormat() => RunAsync(
        o => o.AddWorkflow<OneLocalActivityWorkflow>().AddAllActivities(typeof(BasicActivities), null),
        async bench =>
        {
            var handle = await bench.StartAsync((OneLocalActivityWorkflow wf) => wf.RunAsync("Ada"));
            Assert.Equal("Hello, Ada!", await handle.GetResultAsync());

            var events = await HistoryAsync(handle);
            Assert.Equal(
                [
                    EventType.WorkflowExecutionStarted, EventType.WorkflowTaskScheduled, EventType.WorkflowTaskStarted,
                    EventType.WorkflowTaskCompleted, EventType.MarkerRecorded, EventType.WorkflowExecutionCompleted,
                ],
                Kinds(events));
            var marker = events[4].MarkerRecordedEventAttributes;
            Assert.Equal("core_local_activity", marker.MarkerName);
            Assert.Equal("\"Hello, Ada!\"", marker.Details["result"].Payloads_[0].Data.ToStringUtf8());
            var data = System.Text.Json.JsonDocument.Parse(marker.Details["data"].Payloads_[0].Data.ToStringUtf8()).RootElement;
            Assert.Equal(1, data.GetProperty("seq").GetInt32());
            Assert.Equal("Greet", data.GetProperty("activity_type").GetString());
            Assert.True(data.GetProperty("complete_time").GetProperty("seconds").GetInt64() > 0);
        });

    [Fact]
    public Task Timer_Fires_TimeMoves() => RunAsync(
        o => o.AddWorkflow<TimerWorkflow>(),
        async bench =>
        {
            var handle = await bench.StartAsync((TimerWorkflow wf) => wf.RunAsync(TimeSpan.FromMilliseconds(50)));
            Assert.True(await handle.GetResultAsync());
            Assert.Contains(EventType.TimerFired, Kinds(await HistoryAsync(handle)));
        });

    [Fact]
    public Task Signals_InOrder_QueriesSeeThem() => RunAsync(
        o => o.AddWorkflow<SignalWorkflow>(),
        async bench =>
        {
            var handle = await bench.StartAsync((SignalWorkflow wf) => wf.RunAsync(3));
            await handle.SignalAsync(wf => wf.SeeAsync("one"));
            Assert.Equal(1, await handle.QueryAsync(wf => wf.Count));
            await handle.SignalAsync(wf => wf.SeeAsync("two"));
            Assert.Equal("two", await handle.QueryAsync(wf => wf.At(1)));
            await handle.SignalAsync(wf => wf.SeeAsync("three"));

            Assert.Equal(["one", "two", "three"], await handle.GetResultAsync());
            Assert.Equal(3, await handle.QueryAsync(wf => wf.Count));
        });

    [Fact]
    public Task Cancel_Workflow_EndsCancelled() => RunAsync(
        o => o.AddWorkflow<CancelledWorkflow>(),
        async bench =>
        {
            var handle = await bench.StartAsync((CancelledWorkflow wf) => wf.RunAsync());
            await handle.CancelAsync();

            var failure = await Assert.ThrowsAsync<WorkflowFailedException>(() => handle.GetResultAsync());
            Assert.IsType<CanceledFailureException>(failure.InnerException);
            Assert.Equal(EventType.WorkflowExecutionCanceled, (await HistoryAsync(handle))[^1].EventType);
        });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task Failure_OfCode_FailsWorkflow(bool activity) => RunAsync(
        o => o.AddWorkflow<FailingWorkflow>().AddAllActivities(typeof(BasicActivities), null),
        async bench =>
        {
            var handle = await bench.StartAsync((FailingWorkflow wf) => wf.RunAsync(activity));
            var failure = await Assert.ThrowsAsync<WorkflowFailedException>(() => handle.GetResultAsync());

            var cause = activity ? Assert.IsType<ActivityFailureException>(failure.InnerException).InnerException : failure.InnerException;
            Assert.Equal(activity ? "Broken" : "Bad", Assert.IsType<ApplicationFailureException>(cause).ErrorType);
        });
}

[Collection(DevServiceGroup.Name)]
public sealed class BasicsOnRealServiceTests(DevServiceFixture service) : BasicsConformance(service);
