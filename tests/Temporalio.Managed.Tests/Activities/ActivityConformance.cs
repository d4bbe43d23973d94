using Temporalio.Activities;
using Temporalio.Api.Enums.V1;
using Temporalio.Exceptions;
using Temporalio.Managed.Tests.Client;
using Temporalio.Managed.Tests.Worker;
using Temporalio.Worker;
using Temporalio.Workflows;

namespace Temporalio.Managed.Tests.Activities;

public abstract class ActivityConformance(ITemporalService service) : WorkerConformance(service)
{
    private static readonly TimeSpan NoThreshold = TimeSpan.FromMinutes(1);

    // A worker keeps its task alive at four fifths of this, so that it may be late by two seconds.
    private static readonly TimeSpan KeptAlive = TimeSpan.FromSeconds(10);
    private readonly WatchedActivities _activities = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task Failures_WithRetryPolicy_AreRetried(bool local) => RunAsync(
        Configure,
        async bench =>
        {
            _activities.FailUntil = 2;

            Assert.Equal("103", await bench.ExecuteAsync((StepWorkflow wf) => wf.RunAsync("Count", local, default, NoThreshold)));
            Assert.Equal([1, 2, 3], _activities.Attempts);
        });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task Failures_ToTheLastAttempt_FailActivity(bool local) => RunAsync(
        Configure,
        async bench =>
        {
            _activities.FailUntil = 100;

            var failure = await Assert.ThrowsAsync<WorkflowFailedException>(
                () => bench.ExecuteAsync((StepWorkflow wf) => wf.RunAsync("Count", local, default, NoThreshold)));

            var activity = Assert.IsType<ActivityFailureException>(failure.InnerException);
            Assert.Equal(RetryState.MaximumAttemptsReached, activity.RetryState);
            Assert.Equal("attempt 4", Assert.IsType<ApplicationFailureException>(activity.InnerException).Message);
            Assert.Equal(4, _activities.Attempts.Count);
        });

    [Fact]
    public Task LocalFailures_AboveThreshold_WaitWithTimer() => RunAsync(
        Configure,
        async bench =>
        {
            _activities.FailUntil = 2;
            var handle = await bench.StartAsync((StepWorkflow wf) => wf.RunAsync("Count", true, default, TimeSpan.FromMilliseconds(1)));

            Assert.Equal("103", await handle.GetResultAsync());
            Assert.Equal([1, 2, 3], _activities.Attempts);
            var kinds = Kinds(await HistoryAsync(handle)).ToArray();
            Assert.Equal(3, kinds.Count(k => k == EventType.MarkerRecorded));
            Assert.Equal(2, kinds.Count(k => k == EventType.TimerFired));
        });

    [Fact]
    public Task Heartbeat_Details_ReachTheNextAttempt() => RunAsync(
        Configure,
        async bench => Assert.Equal("2", await bench.ExecuteAsync((StepWorkflow wf) => wf.RunAsync("Resume", false, default, NoThreshold))));

    [Theory]
    [InlineData(ActivityCancellationType.TryCancel, EventType.ActivityTaskCancelRequested)]
    [InlineData(ActivityCancellationType.WaitCancellationCompleted, EventType.ActivityTaskCanceled)]
    public Task Cancel_OfRunningActivity_ReachesIt(ActivityCancellationType cancellation, EventType recorded) => RunAsync(
        Configure,
        async bench =>
        {
            var handle = await bench.StartAsync((StepWorkflow wf) => wf.RunAsync("WaitForCancel", false, cancellation, NoThreshold));
            await _activities.Started.Task.WaitAsync(TimeSpan.FromMinutes(1));
            await handle.SignalAsync(wf => wf.CancelStepAsync());

            Assert.Equal("cancelled: ActivityFailureException", await handle.GetResultAsync());
            Assert.Contains(recorded, Kinds(await HistoryAsync(handle)));
            await EventuallyAsync(() => Task.FromResult(_activities.CancelReason is not null));
        });

    [Fact]
    public Task Cancel_OfAbandonedActivity_SendsNoRequest() => RunAsync(
        Configure,
        async bench =>
        {
            var handle = await bench.StartAsync(
                (StepWorkflow wf) => wf.RunAsync("WaitForRelease", false, ActivityCancellationType.Abandon, NoThreshold));
            await _activities.Started.Task.WaitAsync(TimeSpan.FromMinutes(1));
            await handle.SignalAsync(wf => wf.CancelStepAsync());

            Assert.Equal("cancelled: ActivityFailureException", await handle.GetResultAsync());
            Assert.DoesNotContain(EventType.ActivityTaskCancelRequested, Kinds(await HistoryAsync(handle)));
            _activities.Release.SetResult();
        });

    [Theory]
    [InlineData(ActivityCancellationType.TryCancel)]
    [InlineData(ActivityCancellationType.WaitCancellationCompleted)]
    public Task Cancel_OfLocalActivity_IsRecorded(ActivityCancellationType cancellation) => RunAsync(
        Configure,
        async bench =>
        {
            // The signal is only delivered once the workflow task has been kept alive.
            var handle = await bench.StartAsync(
                (StepWorkflow wf) => wf.RunAsync("WaitForCancel", true, cancellation, NoThreshold), o => o.TaskTimeout = KeptAlive);
            await _activities.Started.Task.WaitAsync(TimeSpan.FromMinutes(1));
            await handle.SignalAsync(wf => wf.CancelStepAsync());

            Assert.Equal("cancelled: ActivityFailureException", await handle.GetResultAsync());
            await EventuallyAsync(() => Task.FromResult(_activities.CancelReason == ActivityCancelReason.CancelRequested));
        });

    [Fact]
    public Task LocalActivity_LongerThanTheTask_KeepsItAlive() => RunAsync(
        Configure,
        async bench =>
        {
            var handle = await bench.StartAsync(
                (StepWorkflow wf) => wf.RunAsync("WaitForRelease", true, default, NoThreshold), o => o.TaskTimeout = KeptAlive);
            await EventuallyAsync(async () =>
                Kinds(await HistoryAsync(handle)).Count(k => k == EventType.WorkflowTaskCompleted) >= 2);
            _activities.Release.SetResult();

            Assert.Equal("released", await handle.GetResultAsync());
            var kinds = Kinds(await HistoryAsync(handle)).ToArray();
            Assert.Single(kinds, EventType.MarkerRecorded);
            Assert.DoesNotContain(EventType.WorkflowTaskTimedOut, kinds);
        });

    [Fact]
    public Task CompleteAsync_ThroughTheClient_EndsActivity() => RunAsync(
        Configure,
        async bench =>
        {
            var handle = await bench.StartAsync((StepWorkflow wf) => wf.RunAsync("CompleteElsewhere", false, default, NoThreshold));
            var activity = bench.Client.GetAsyncActivityHandle(handle.Id, handle.ResultRunId!, "1");
            await EventuallyAsync(async () =>
            {
                var description = await handle.DescribeAsync();
                return description.RawDescription.PendingActivities is [{ State: PendingActivityState.Started }];
            });
            await activity.CompleteAsync("from elsewhere");

            Assert.Equal("from elsewhere", await handle.GetResultAsync());
        });

    [Fact]
    public async Task Shutdown_WithGrace_LetsActivityFinish()
    {
        WorkflowIdAndResult? outcome = null;
        await RunAsync(
            o =>
            {
                Configure(o);
                o.GracefulShutdownTimeout = TimeSpan.FromSeconds(20);
            },
            async bench =>
            {
                var handle = await bench.StartAsync((StepWorkflow wf) => wf.RunAsync("WaitForShutdown", false, default, NoThreshold));
                await _activities.Started.Task.WaitAsync(TimeSpan.FromMinutes(1));
                outcome = new(bench.Client.GetWorkflowHandle(handle.Id));
            });

        var events = (await outcome!.Handle.FetchHistoryAsync()).Events;
        Assert.Contains(events, e => e.EventType == EventType.ActivityTaskCompleted);
    }

    [Fact]
    public Task Activity_NotRegistered_IsRetriedElsewhere() => RunAsync(
        Configure,
        async bench =>
        {
            var failure = await Assert.ThrowsAsync<WorkflowFailedException>(
                () => bench.ExecuteAsync((StepWorkflow wf) => wf.RunAsync("Nobody", false, default, NoThreshold)));

            var cause = Assert.IsType<ApplicationFailureException>(failure.InnerException!.InnerException);
            Assert.Equal("NotFoundError", cause.ErrorType);
            Assert.StartsWith("Activity Nobody is not registered on this worker, available activities: CompleteElsewhere, Count", cause.Message, StringComparison.Ordinal);
        });

    private void Configure(TemporalWorkerOptions options)
    {
        // Activities may stay silent for a minute, and hear soon that they are cancelled.
        options.MaxHeartbeatThrottleInterval = TimeSpan.FromMilliseconds(200);
        options.AddWorkflow<StepWorkflow>().AddAllActivities(_activities);
    }

    private sealed record WorkflowIdAndResult(Temporalio.Client.WorkflowHandle Handle);
}

[Collection(DevServiceGroup.Name)]
public sealed class ActivitiesOnRealServiceTests(DevServiceFixture service) : ActivityConformance(service);
