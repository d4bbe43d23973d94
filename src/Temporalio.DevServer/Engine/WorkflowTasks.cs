using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.History.V1;
using Temporalio.Api.TaskQueue.V1;
using Temporalio.DevServer.Timing;

namespace Temporalio.DevServer.Engine;

/// <summary>
/// The life of workflow tasks. The started event of a task is written together with what ends it: until then nothing else
/// gets an id, so readers are shown it as it will be. From the second attempt on, the scheduled event is written then too.
/// </summary>
internal static class WorkflowTasks
{
    private static readonly long MaxRetryTimeout = TimeSpan.FromMinutes(10).Ticks;

    /// <summary>Asks for a workflow task, unless one is pending, the run is closed or it must not begin yet.</summary>
    public static void Schedule(RunWork work, long heartbeatSince = 0)
    {
        var state = work.State;
        if (!work.IsOpen || state.Task is not null || state.BackoffUntil != 0 || state.FirstTaskPending)
            return;
        if (state.Buffered.Count > 0)
        {
            EventBuffer.Flush(work);
            state.TaskAttempt = 1;
        }

        var sticky = state.StickyQueue.Length > 0 && state.TaskAttempt <= 1;
        // A worker that is gone must not hold the task up: it is offered to all, though recorded as sticky.
        var alive = sticky && work.Rules.HasRecentPoller(work.Run.Namespace, state.StickyQueue);
        var task = new PendingTask
        {
            Attempt = Math.Max(state.TaskAttempt, 1),
            ScheduledTime = work.Now,
            OriginalScheduledTime = heartbeatSince == 0 ? work.Now : heartbeatSince,
            Timeout = state.TaskTimeout,
            Queue = alive ? state.StickyQueue : state.TaskQueue,
            Sticky = sticky,
            ScheduleDeadline = sticky && state.StickyTimeout > 0 ? work.Now + state.StickyTimeout : 0,
        };
        if (task.Attempt >= 2)
        {
            task.Transient = true;
            task.Timeout = RetryTimeout(state.TaskTimeout, task.Attempt);
            task.ScheduledEventId = state.NextEventId;
        }
        else
        {
            task.ScheduledEventId = work.Append(ScheduledEvent(state, task)).EventId;
        }

        state.Task = task;
        work.Effects.Add(new Effect.OfferWorkflowTask());
    }

    /// <summary>
    /// Whether the token is of a hand-out that is not known any more, as the process ended before it was stored, and nothing has happened since: nobody
    /// else has the task, so the answer of the worker that was given it is as good as ever.
    /// </summary>
    public static bool IsForgotten(RunState state, TaskToken token) =>
        state.Task is { StartedEventId: 0 } task
        && task.ScheduledEventId == token.ScheduledEventId
        && task.Attempt == token.Attempt
        && token.StartedEventId == (task.Transient ? task.ScheduledEventId + 1 : state.NextEventId)
        && (!task.Transient || task.ScheduledEventId == state.NextEventId);

    /// <summary>Hands the pending task to a worker.</summary>
    public static void Start(RunWork work, string identity, string requestId, long? startedTime = null)
    {
        var state = work.State;
        var task = state.Task ?? throw new InvalidOperationException("No workflow task is pending.");
        if (task.Transient && task.ScheduledEventId != state.NextEventId)
        {
            // New events arrived since: the worker gets a task like any other.
            task.Transient = false;
            task.Attempt = 1;
            state.TaskAttempt = 1;
            task.Timeout = state.TaskTimeout;
            task.ScheduledEventId = work.Append(ScheduledEvent(state, task)).EventId;
        }

        task.StartedEventId = task.Transient ? task.ScheduledEventId + 1 : state.NextEventId;
        task.StartedTime = startedTime ?? work.Now;
        task.Identity = identity;
        task.RequestId = requestId;
        task.HistorySize = state.HistorySize;
        task.SuggestContinueAsNew = state.NextEventId >= EngineLimits.SuggestContinueAsNewEvents
            || state.HistorySize >= EngineLimits.SuggestContinueAsNewBytes;
    }

    /// <summary>Takes a hand-out back that never reached its worker.</summary>
    public static void TakeBack(RunWork work)
    {
        if (work.State.Task is not { StartedEventId: > 0 } task)
            return;
        task.StartedEventId = 0;
        task.StartedTime = 0;
        task.Identity = "";
        task.RequestId = "";
        EventBuffer.Flush(work);
        work.Effects.Add(new Effect.OfferWorkflowTask());
    }

    /// <summary>Writes the events of the started task and its completion; commands and buffered events follow.</summary>
    public static HistoryEvent Complete(RunWork work, Action<WorkflowTaskCompletedEventAttributes> fill)
    {
        var state = work.State;
        var task = WriteStarted(work, writeTransient: true);
        var completed = work.Append(EventType.WorkflowTaskCompleted, e =>
        {
            var a = new WorkflowTaskCompletedEventAttributes { ScheduledEventId = task.ScheduledEventId, StartedEventId = task.StartedEventId };
            fill(a);
            e.WorkflowTaskCompletedEventAttributes = a;
        });
        state.Task = null;
        state.TaskAttempt = 1;
        state.PreviousStartedEventId = task.StartedEventId;
        state.CompletedTaskCount++;
        state.TaskFailure = null;
        state.TaskFailureCause = 0;
        return completed;
    }

    /// <summary>Ends the started task as failed. The caller schedules the next one.</summary>
    public static void Fail(RunWork work, WorkflowTaskFailedCause cause, Failure? failure, string identity, Action<WorkflowTaskFailedEventAttributes>? fill = null)
    {
        var state = work.State;
        var task = WriteStarted(work, writeTransient: false);
        if (!task.Transient)
        {
            work.Append(EventType.WorkflowTaskFailed, e =>
            {
                var a = new WorkflowTaskFailedEventAttributes
                {
                    ScheduledEventId = task.ScheduledEventId,
                    StartedEventId = task.StartedEventId,
                    Cause = cause,
                    Failure = failure,
                    Identity = identity,
                };
                fill?.Invoke(a);
                e.WorkflowTaskFailedEventAttributes = a;
            });
        }

        state.TaskFailure = failure;
        state.TaskFailureCause = (int)cause;
        EndUnsuccessfully(work, task);
    }

    /// <summary>The worker let the started task run out of time.</summary>
    public static void TimeOutStarted(RunWork work)
    {
        var task = WriteStarted(work, writeTransient: false);
        if (!task.Transient)
            WriteTimedOut(work, task, TimeoutType.StartToClose);
        EndUnsuccessfully(work, task);
        Schedule(work);
    }

    /// <summary>No worker took the task from its sticky queue: it goes to the normal one.</summary>
    public static void TimeOutSticky(RunWork work)
    {
        var state = work.State;
        var task = state.Task!;
        WriteTimedOut(work, task, TimeoutType.ScheduleToStart);
        state.Task = null;
        state.StickyQueue = "";
        state.StickyTimeout = 0;
        state.TaskAttempt = 1;
        Schedule(work);
    }

    /// <summary>The events of a started task that are not written yet, as they will be.</summary>
    public static IEnumerable<HistoryEvent> Unwritten(RunState state, bool includeTransient)
    {
        if (state.Task is not { StartedEventId: > 0 } task || (task.Transient && !includeTransient))
            yield break;
        if (task.Transient)
        {
            var scheduled = ScheduledEvent(state, task);
            scheduled.EventId = task.ScheduledEventId;
            yield return scheduled;
        }

        var started = StartedEvent(task);
        started.EventId = task.StartedEventId;
        yield return started;
    }

    private static PendingTask WriteStarted(RunWork work, bool writeTransient)
    {
        var task = work.State.Task is { StartedEventId: > 0 } t ? t : throw new InvalidOperationException("No workflow task is started.");
        if (task.Transient)
        {
            if (!writeTransient)
                return task;
            work.Append(ScheduledEvent(work.State, task));
        }

        work.Append(StartedEvent(task));
        return task;
    }

    private static void WriteTimedOut(RunWork work, PendingTask task, TimeoutType type) =>
        work.Append(EventType.WorkflowTaskTimedOut, e => e.WorkflowTaskTimedOutEventAttributes = new()
        {
            ScheduledEventId = task.ScheduledEventId,
            StartedEventId = task.StartedEventId,
            TimeoutType = type,
        });

    /// <summary>
    /// A worker that failed on its cached run gets one more try elsewhere before attempts are counted; so does a task that
    /// brings something new.
    /// </summary>
    private static void EndUnsuccessfully(RunWork work, PendingTask task)
    {
        var state = work.State;
        state.Task = null;
        state.TaskAttempt = state.StickyQueue.Length > 0 ? 1 : task.Attempt + 1;
        state.StickyQueue = "";
        state.StickyTimeout = 0;
        if (state.Buffered.Count == 0)
            return;
        EventBuffer.Flush(work);
        state.TaskAttempt = 1;
    }

    private static HistoryEvent ScheduledEvent(RunState state, PendingTask task) => new()
    {
        EventType = EventType.WorkflowTaskScheduled,
        EventTime = Times.ToTimestamp(task.ScheduledTime),
        WorkflowTaskScheduledEventAttributes = new()
        {
            TaskQueue = task.Sticky
                ? new TaskQueue { Name = state.StickyQueue, Kind = TaskQueueKind.Sticky, NormalName = state.TaskQueue }
                : new TaskQueue { Name = state.TaskQueue, Kind = TaskQueueKind.Normal },
            StartToCloseTimeout = Times.ToDuration(task.Timeout),
            Attempt = task.Attempt,
        },
    };

    private static HistoryEvent StartedEvent(PendingTask task) => new()
    {
        EventType = EventType.WorkflowTaskStarted,
        EventTime = Times.ToTimestamp(task.StartedTime),
        WorkflowTaskStartedEventAttributes = new()
        {
            ScheduledEventId = task.ScheduledEventId,
            Identity = task.Identity,
            RequestId = task.RequestId,
            SuggestContinueAsNew = task.SuggestContinueAsNew,
            HistorySizeBytes = task.HistorySize,
        },
    };

    /// <summary>A workflow that keeps failing is retried ever more slowly: from the fourth attempt on its time grows.</summary>
    private static long RetryTimeout(long timeout, int attempt)
    {
        if (attempt < 4)
            return timeout;
        var growth = TimeSpan.FromSeconds(5).Ticks * Math.Pow(2, Math.Min(attempt - 4, 20));
        return timeout + (long)Math.Min(growth, MaxRetryTimeout);
    }
}
