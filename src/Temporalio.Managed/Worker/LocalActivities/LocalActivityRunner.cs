using System.Collections.Concurrent;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Temporalio.Activities;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Common;
using Temporalio.Worker.Activation;
using Temporalio.Worker.ActivityTasks;
using Temporalio.Worker.Machines;
using Temporalio.Worker.Polling;
using Temporalio.Worker.WorkflowTasks;
using Temporalio.Workflows;

namespace Temporalio.Worker.LocalActivities;

/// <summary>Runs local activities with their retries, and posts how they ended to their run.</summary>
internal sealed class LocalActivityRunner : IDisposable
{
    private const int DefaultConcurrency = 100;

    private readonly WorkerServices _services;
    private readonly ActivityExecutor _executor;
    private readonly SemaphoreSlim _slots;
    private readonly InFlight _inFlight;
    private readonly ConcurrentDictionary<(WorkflowRun Run, uint Seq), LocalActivityCancellation> _running = new();
    private readonly CancellationTokenSource _workerShutdown = new();

    public LocalActivityRunner(WorkerServices services, ActivityExecutor executor)
    {
        _services = services;
        _executor = executor;
        var concurrency = services.Options.MaxConcurrentLocalActivities ?? DefaultConcurrency;
        _slots = new(concurrency);
        _inFlight = new(services.Metrics.Slots("LocalActivityWorker", concurrency).Changed);
    }

    public void Start(WorkflowRun run, WorkflowInfo info, LocalActivityRequest request)
    {
        var cancellation = new LocalActivityCancellation();
        _running[(run, request.Seq)] = cancellation;
        _inFlight.Begin();
        _ = Task.Run(() => RunAsync(run, info, request, cancellation));
    }

    public void Cancel(WorkflowRun run, uint seq)
    {
        if (_running.TryGetValue((run, seq), out var cancellation))
        {
            cancellation.Cancel(ActivityCancelReason.CancelRequested);
        }
    }

    /// <summary>The run has left: nobody wants the outcome.</summary>
    public void CancelAll(WorkflowRun run)
    {
        foreach (var (key, cancellation) in _running)
        {
            if (key.Run == run)
            {
                cancellation.Cancel(ActivityCancelReason.GoneFromServer);
            }
        }
    }

    public Task BeginShutdownAsync() => _workerShutdown.CancelAsync();

    /// <summary>No workflow task waits any more.</summary>
    public Task ShutdownAsync()
    {
        foreach (var cancellation in _running.Values)
        {
            cancellation.Cancel(ActivityCancelReason.WorkerShutdown);
        }
        return _inFlight.WaitAsync();
    }

    public void Dispose()
    {
        _slots.Dispose();
        _workerShutdown.Dispose();
    }

    private async Task RunAsync(WorkflowRun run, WorkflowInfo info, LocalActivityRequest request, LocalActivityCancellation cancellation)
    {
        try
        {
            var started = _services.Time.GetTimestamp();
            var end = await RunAttemptsAsync(run, info, request, cancellation).ConfigureAwait(false);
            run.PostLocalResult(end with
            {
                CompleteTime = Timestamp.FromDateTime(request.WorkflowTime + _services.Time.GetElapsedTime(started)),
            });
        }
        finally
        {
            _running.TryRemove((run, request.Seq), out _);
            cancellation.Dispose();
            _inFlight.End();
        }
    }

    private async Task<LocalActivityMarker> RunAttemptsAsync(
        WorkflowRun run, WorkflowInfo info, LocalActivityRequest request, LocalActivityCancellation cancellation)
    {
        var scheduled = request.OriginalScheduleTime?.ToDateTime() ?? _services.Time.GetUtcNow().UtcDateTime;
        var marker = new LocalActivityMarker
        {
            Seq = request.Seq,
            Attempt = request.Attempt,
            ActivityId = request.ActivityId,
            ActivityType = request.ActivityType,
            CompleteTime = null,
            Backoff = null,
            OriginalScheduleTime = Timestamp.FromDateTime(scheduled),
            Result = null,
            Failure = null,
        };
        var retries = new LocalRetrySchedule(request, scheduled);
        for (var attempt = request.Attempt; ; attempt++)
        {
            var remaining = retries.Remaining(_services.Time);
            if (remaining <= TimeSpan.Zero)
            {
                return marker with { Attempt = attempt, Failure = LocalActivityFailures.TimedOut(request, TimeoutType.ScheduleToClose, RetryState.Timeout) };
            }
            var slotWait = request.ScheduleToStartTimeout is { } limit && limit < remaining ? limit : remaining;
            try
            {
                if (!await _slots.WaitAsync(Bounded(slotWait), cancellation.Token).ConfigureAwait(false))
                {
                    return marker with { Attempt = attempt, Failure = LocalActivityFailures.TimedOut(request, TimeoutType.ScheduleToStart, RetryState.Timeout) };
                }
            }
            catch (OperationCanceledException)
            {
                return marker with { Attempt = attempt, Failure = LocalActivityFailures.Cancelled(request) };
            }
            ActivityOutcome? outcome;
            try
            {
                outcome = await RunAttemptAsync(run, info, request, attempt, scheduled, remaining, cancellation).ConfigureAwait(false);
            }
            finally
            {
                _slots.Release();
            }
            Failure failure;
            switch (outcome)
            {
                case ActivityOutcome.Completed o:
                    return marker with { Attempt = attempt, Result = o.Result };
                case ActivityOutcome.Cancelled:
                    return marker with { Attempt = attempt, Failure = LocalActivityFailures.Cancelled(request) };
                case ActivityOutcome.Failed o:
                    failure = o.Failure;
                    break;
                case ActivityOutcome.Elsewhere:
                    failure = new()
                    {
                        Message = "A local activity cannot be completed asynchronously",
                        ApplicationFailureInfo = new() { Type = nameof(CompleteAsyncException), NonRetryable = true },
                    };
                    break;
                default:
                    failure = new() { Message = "Activity timed out", TimeoutFailureInfo = new() { TimeoutType = TimeoutType.StartToClose } };
                    break;
            }
            var next = retries.Next(failure, attempt, _services.Time);
            if (next.Backoff is not { } backoff)
            {
                return marker with
                {
                    Attempt = attempt,
                    Failure = outcome is null
                        ? LocalActivityFailures.TimedOut(request, TimeoutType.StartToClose, next.State)
                        : LocalActivityFailures.Failed(request, failure, next.State),
                };
            }
            if (backoff > request.LocalRetryThreshold)
            {
                // Too long to keep a workflow task waiting: the workflow waits with a timer.
                return marker with
                {
                    Attempt = attempt,
                    Backoff = Duration.FromTimeSpan(backoff),
                    Failure = LocalActivityFailures.Failed(request, failure, RetryState.InProgress),
                };
            }
            try
            {
                await Task.Delay(backoff, _services.Time, cancellation.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return marker with { Attempt = attempt, Failure = LocalActivityFailures.Cancelled(request) };
            }
        }
    }

    private static TimeSpan Bounded(TimeSpan wait) => wait > TimeSpan.FromDays(20) ? Timeout.InfiniteTimeSpan : wait;

    /// <summary>Null when the attempt took too long; its code may go on for a while.</summary>
    private async Task<ActivityOutcome?> RunAttemptAsync(
        WorkflowRun run,
        WorkflowInfo info,
        LocalActivityRequest request,
        int attemptNumber,
        DateTime scheduled,
        TimeSpan remaining,
        LocalActivityCancellation cancellation)
    {
        var now = _services.Time.GetUtcNow().UtcDateTime;
        var activityInfo = new ActivityInfo(
            ActivityId: request.ActivityId,
            ActivityType: request.ActivityType,
            Attempt: attemptNumber,
            CurrentAttemptScheduledTime: now,
            DataConverter: _services.DataConverter,
            HeartbeatDetails: [],
            HeartbeatTimeout: null,
            IsLocal: true,
            Priority: Priority.Default,
            ScheduleToCloseTimeout: request.ScheduleToCloseTimeout,
            ScheduledTime: scheduled,
            StartToCloseTimeout: request.StartToCloseTimeout,
            StartedTime: now,
            TaskQueue: _services.TaskQueue,
            TaskToken: [],
            WorkflowId: info.WorkflowId,
            WorkflowNamespace: info.Namespace,
            WorkflowRunId: run.RunId,
            WorkflowType: info.WorkflowType);
        var cancelState = new ActivityCancelState();
        var source = new CancellationTokenSource();
        var context = new ActivityExecutionContext(
            activityInfo,
            cancelState,
            ByteString.Empty,
            _services.LoggerFactory.CreateLogger($"Temporalio.Activity:{request.ActivityType}"),
            _services.DataConverter.PayloadConverter,
            _services.Client,
            _workerShutdown.Token,
            source.Token)
        {
            // Nobody but this worker watches a local activity.
            Heartbeater = static _ => { },
            Meter = _services.Metrics.Meter,
        };
        var started = _services.Time.GetTimestamp();
        var attempt = new ActivityAttempt(context, cancelState, source) { Input = request.Input.Payloads_, Header = request.Header };
        var execution = _executor.ExecuteAsync(attempt);
        using var cancelling = cancellation.Token.Register(() => attempt.Cancel(cancellation.Reason));
        var limit = request.StartToCloseTimeout is { } startToClose && startToClose < remaining ? startToClose : remaining;
        try
        {
            var outcome = await execution.WaitAsync(Bounded(limit), _services.Time).ConfigureAwait(false);
            attempt.Dispose();
            Ended(outcome);
            return outcome;
        }
        catch (TimeoutException)
        {
            Ended(null);
            attempt.Cancel(ActivityCancelReason.Timeout);
            _ = execution.ContinueWith(static (_, a) => ((ActivityAttempt)a!).Dispose(), attempt, TaskScheduler.Default);
            return null;
        }

        void Ended(ActivityOutcome? outcome) => _services.Metrics.Activities.Ended(
            activityInfo, outcome, _services.Time.GetElapsedTime(started), _services.Time.GetUtcNow());
    }
}
