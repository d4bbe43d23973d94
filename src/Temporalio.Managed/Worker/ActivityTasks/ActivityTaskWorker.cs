using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Temporalio.Activities;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.TaskQueue.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Worker.Polling;

namespace Temporalio.Worker.ActivityTasks;

/// <summary>Polls for activities and runs them.</summary>
internal sealed class ActivityTaskWorker : IDisposable
{
    private const int DefaultConcurrency = 100;

    // The service times out first and says so; this only frees the code of an activity that never heard of it.
    private static readonly TimeSpan TimeoutBuffer = TimeSpan.FromSeconds(5);

    private readonly WorkerServices _services;
    private readonly ActivityExecutor _executor;
    private readonly ActivityReporter _reporter;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _slots;
    private readonly InFlight _inFlight;
    private readonly RateLimiter? _rate;
    private readonly ConcurrentDictionary<ActivityAttempt, bool> _running = new();
    private readonly CancellationTokenSource _workerShutdown = new();
    private volatile bool _graceIsOver;

    public ActivityTaskWorker(WorkerServices services, ActivityExecutor executor)
    {
        _services = services;
        _executor = executor;
        _logger = services.LoggerFactory.CreateLogger("Temporalio.Worker.Activity");
        _reporter = new(services, _logger);
        var concurrency = services.Options.MaxConcurrentActivities ?? DefaultConcurrency;
        _slots = new(concurrency);
        _inFlight = new(services.Metrics.Slots("ActivityWorker", concurrency).Changed);
        _rate = services.Options.MaxActivitiesPerSecond is { } perSecond ? new(perSecond, services.Time) : null;
    }

    public Task PollAsync(CancellationToken stop, CancellationToken abort)
    {
        var polls = _services.Metrics.Pollers("activity_task");
        var pollers = Enumerable.Range(0, _services.Options.MaxConcurrentActivityTaskPolls).Select(_ =>
            new TaskPoller<PollActivityTaskQueueResponse>(_slots, PollOnceAsync, Handle, polls, _services.Time, _logger).RunAsync(stop, abort));
        return Task.WhenAll(pollers);
    }

    /// <summary>Takes a slot for an activity that the answer to a workflow task may bring.</summary>
    public bool TryReserve()
    {
        if (!_slots.Wait(0))
        {
            return false;
        }
        if (_inFlight.TryBegin())
        {
            return true;
        }
        _slots.Release();
        return false;
    }

    public void Release(int slots)
    {
        for (; slots > 0; slots--)
        {
            _slots.Release();
            _inFlight.End();
        }
    }

    /// <summary>Runs a task that came with the answer to a workflow task, and whose slot is taken.</summary>
    public void Start(PollActivityTaskQueueResponse task) => Start(task, eager: true);

    /// <summary>Waits for running activities: they are told at once, and cancelled after the graceful time.</summary>
    public async Task ShutdownAsync()
    {
        await _workerShutdown.CancelAsync().ConfigureAwait(false);
        var idle = _inFlight.WaitAsync();
        if (!idle.IsCompleted)
        {
            var grace = Task.Delay(_services.Options.GracefulShutdownTimeout, _services.Time);
            await Task.WhenAny(idle, grace).ConfigureAwait(false);
            _graceIsOver = true;
            foreach (var attempt in _running.Keys)
            {
                attempt.Cancel(ActivityCancelReason.WorkerShutdown);
            }
        }
        await idle.ConfigureAwait(false);
    }

    public void Dispose()
    {
        _workerShutdown.Dispose();
        _slots.Dispose();
    }

    private async Task<PollActivityTaskQueueResponse> PollOnceAsync(Client.RpcOptions rpc)
    {
        if (_rate is not null)
        {
            await _rate.WaitAsync(rpc.CancellationToken ?? default).ConfigureAwait(false);
        }
        return await _services.Service.PollActivityTaskQueueAsync(
            new()
            {
                Namespace = _services.Namespace,
                TaskQueue = new TaskQueue { Name = _services.TaskQueue, Kind = TaskQueueKind.Normal },
                Identity = _services.Identity,
                WorkerInstanceKey = _services.InstanceKey,
                TaskQueueMetadata = _services.Options.MaxTaskQueueActivitiesPerSecond is { } perSecond
                    ? new() { MaxTasksPerSecond = perSecond }
                    : null,
            },
            rpc).ConfigureAwait(false);
    }

    private bool Handle(PollActivityTaskQueueResponse task)
    {
        if (task.TaskToken.IsEmpty)
        {
            _services.Metrics.Activities.NoTask();
            return false;
        }
        if (task is not { ActivityType: not null, WorkflowExecution: not null, WorkflowType: not null })
        {
            Log.TaskIncomplete(_logger);
            return false;
        }
        _inFlight.Begin();
        Start(task, eager: false);
        return true;
    }

    private void Start(PollActivityTaskQueueResponse task, bool eager) => _ = Task.Run(() => RunAsync(task, eager));

    private async Task RunAsync(PollActivityTaskQueueResponse task, bool eager)
    {
        try
        {
            await RunAttemptAsync(task, eager).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Log.CompletionFailed(_logger, e, task.ActivityType?.Name ?? "", task.ActivityId);
        }
        finally
        {
            _slots.Release();
            _inFlight.End();
        }
    }

    private async Task RunAttemptAsync(PollActivityTaskQueueResponse task, bool eager)
    {
        var info = ActivityInfoFactory.Create(_services, task);
        _services.Metrics.Activities.Received(info, eager);
        var cancelState = new ActivityCancelState();
        var cancellation = new CancellationTokenSource();
        var context = new ActivityExecutionContext(
            info,
            cancelState,
            task.TaskToken,
            _services.LoggerFactory.CreateLogger($"Temporalio.Activity:{info.ActivityType}"),
            _services.DataConverter.PayloadConverter,
            _services.Client,
            _workerShutdown.Token,
            cancellation.Token)
        {
            Meter = _services.Metrics.Meter,
        };
        using var attempt = new ActivityAttempt(context, cancelState, cancellation)
        {
            Input = task.Input?.Payloads_ ?? [],
            Header = task.Header,
        };
        using var heartbeats = new HeartbeatSender(_services, attempt, task.TaskToken, HeartbeatInterval(info));
        using var timeout = TimeoutTimer(info, attempt);
        using var silence = SilenceTimer(info, attempt);
        context.Heartbeater = details =>
        {
            silence?.Change(info.HeartbeatTimeout!.Value + TimeoutBuffer, Timeout.InfiniteTimeSpan);
            heartbeats.Record(details);
        };
        _running.TryAdd(attempt, true);
        if (_graceIsOver)
        {
            attempt.Cancel(ActivityCancelReason.WorkerShutdown);
        }
        try
        {
            var started = _services.Time.GetTimestamp();
            var outcome = await _executor.ExecuteAsync(attempt).ConfigureAwait(false);
            _services.Metrics.Activities.Ended(info, outcome, _services.Time.GetElapsedTime(started), _services.Time.GetUtcNow());
            var heldBack = await heartbeats.StopAsync().ConfigureAwait(false);
            if (heldBack is not null && outcome is ActivityOutcome.Elsewhere or ActivityOutcome.Cancelled)
            {
                await heartbeats.SendAsync(heldBack!).ConfigureAwait(false);
            }
            if (outcome is ActivityOutcome.Failed)
            {
                Log.ActivityFailed(context.Logger, info.ActivityType, info.ActivityId);
            }
            await _reporter.ReportAsync(info, task.TaskToken, outcome, heldBack).ConfigureAwait(false);
        }
        finally
        {
            _running.TryRemove(attempt, out _);
        }
    }

    private TimeSpan HeartbeatInterval(ActivityInfo info)
    {
        var interval = info.HeartbeatTimeout is { } timeout ? timeout * 0.8 : _services.Options.DefaultHeartbeatThrottleInterval;
        return interval < _services.Options.MaxHeartbeatThrottleInterval ? interval : _services.Options.MaxHeartbeatThrottleInterval;
    }

    private ITimer? TimeoutTimer(ActivityInfo info, ActivityAttempt attempt) =>
        CreateTimer(info.StartToCloseTimeout ?? info.ScheduleToCloseTimeout, attempt);

    /// <summary>The service gives up an attempt that does not heartbeat; this ends its code, too.</summary>
    private ITimer? SilenceTimer(ActivityInfo info, ActivityAttempt attempt) => CreateTimer(info.HeartbeatTimeout, attempt);

    private ITimer? CreateTimer(TimeSpan? limit, ActivityAttempt attempt) =>
        limit is { } timeout && timeout < TimeSpan.FromDays(30)
            ? _services.Time.CreateTimer(
                static a => ((ActivityAttempt)a!).Cancel(ActivityCancelReason.Timeout),
                attempt,
                timeout + TimeoutBuffer,
                Timeout.InfiniteTimeSpan)
            : null;
}
