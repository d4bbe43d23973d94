using Temporalio.Api.Enums.V1;
using Temporalio.Exceptions;
using Temporalio.Managed.Tests.Client;
using Temporalio.Worker;

namespace Temporalio.Managed.Tests.Worker;

public abstract class TaskFailureConformance(ITemporalService service) : WorkerConformance(service)
{
    [Theory]
    [InlineData("Task.Delay", "thread transfer")]
    [InlineData("Task.Run", "not scheduled on workflow scheduler")]
    [InlineData("hang", "[TMPRL1101] Potential deadlock detected")]
    [InlineData("throw", "a bug")]
    public Task Misbehaviour_FailsTheTask_AndGoesOnOnceCured(string how, string message) => RunAsync(
        o =>
        {
            o.DebugMode = how != "hang";
            o.AddWorkflow<MisbehavingWorkflow>();
        },
        async bench =>
        {
            var handle = await bench.StartAsync((MisbehavingWorkflow wf) => wf.RunAsync(how), o => o.TaskTimeout = TimeSpan.FromSeconds(5));
            await TaskFailedAsync(handle);
            MisbehavingWorkflow.Cured.TurnOn(handle.Id);

            var failed = (await HistoryAsync(handle)).First(e => e.EventType == EventType.WorkflowTaskFailed).WorkflowTaskFailedEventAttributes;
            Assert.Equal(WorkflowTaskFailedCause.WorkflowWorkerUnhandledFailure, failed.Cause);
            Assert.Contains(message, failed.Failure.Message, StringComparison.Ordinal);
            Assert.Equal("cured", await handle.GetResultAsync());
        });

    [Fact]
    public Task ChangedCode_IsFound_AndFailsTheTask() => RunAsync(
        o =>
        {
            // Nothing is cached: each task replays.
            o.MaxCachedWorkflows = 0;
            o.AddWorkflow<ChangingWorkflow>().AddAllActivities(typeof(BasicActivities), null);
        },
        async bench =>
        {
            var handle = await bench.StartAsync((ChangingWorkflow wf) => wf.RunAsync(), o => o.TaskTimeout = TimeSpan.FromSeconds(1));
            await EventuallyAsync(async () => Kinds(await HistoryAsync(handle)).Count(k => k == EventType.WorkflowTaskCompleted) == 2);
            ChangingWorkflow.Changed.TurnOn(handle.Id);
            await handle.SignalAsync(wf => wf.GoAsync());
            await TaskFailedAsync(handle);

            var failed = (await HistoryAsync(handle)).First(e => e.EventType == EventType.WorkflowTaskFailed).WorkflowTaskFailedEventAttributes;
            Assert.Equal(WorkflowTaskFailedCause.NonDeterministicError, failed.Cause);
            var replayer = new WorkflowReplayer(new WorkflowReplayerOptions { DebugMode = true }.AddWorkflow<ChangingWorkflow>());
            var history = await handle.FetchHistoryAsync();
            await Assert.ThrowsAsync<WorkflowNondeterminismException>(() => replayer.ReplayWorkflowAsync(history));

            ChangingWorkflow.Changed.TurnOff(handle.Id);
            Assert.Equal("done", await handle.GetResultAsync());
        });

    [Fact]
    public Task ChangedCode_OfAWorkflowThatIsToFailOfIt_FailsTheWorkflow() => RunAsync(
        o =>
        {
            // Nothing is cached: each task replays.
            o.MaxCachedWorkflows = 0;
            o.AddWorkflow<ChangingForGoodWorkflow>();
        },
        async bench =>
        {
            var handle = await bench.StartAsync((ChangingForGoodWorkflow wf) => wf.RunAsync());
            bench.NotReplayed.Add(handle.Id);
            await EventuallyAsync(async () => Kinds(await HistoryAsync(handle)).Contains(EventType.TimerStarted));
            ChangingForGoodWorkflow.Changed.TurnOn(handle.Id);
            await handle.SignalAsync("nudge", []);

            var failure = await Assert.ThrowsAsync<WorkflowFailedException>(() => handle.GetResultAsync());
            Assert.Contains(
                "[TMPRL1100] Nondeterminism error", Assert.IsType<ApplicationFailureException>(failure.InnerException).Message, StringComparison.Ordinal);
            Assert.DoesNotContain(EventType.WorkflowTaskFailed, Kinds(await HistoryAsync(handle)));
        });
}

[Collection(DevServiceGroup.Name)]
public sealed class TaskFailuresOnRealServiceTests(DevServiceFixture service) : TaskFailureConformance(service);
