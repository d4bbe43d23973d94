using Temporalio.Api.Command.V1;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.TaskQueue.V1;
using Temporalio.DevServer.Timing;

namespace Temporalio.DevServer.Engine;

/// <summary>
/// The life of activities. Attempts live in the state alone; the started event is written with the one that ends the
/// activity, so that retries leave no trace but the attempt number.
/// </summary>
internal static class Activities
{
    public static PendingActivity Schedule(RunWork work, ScheduleActivityTaskCommandAttributes command, long completedEventId)
    {
        var state = work.State;
        var queue = command.TaskQueue?.Name is { Length: > 0 } name ? name : state.TaskQueue;
        var e = work.Append(EventType.ActivityTaskScheduled, e => e.ActivityTaskScheduledEventAttributes = new()
        {
            ActivityId = command.ActivityId,
            ActivityType = command.ActivityType,
            TaskQueue = new TaskQueue { Name = queue, Kind = TaskQueueKind.Normal },
            Header = command.Header,
            Input = command.Input,
            ScheduleToCloseTimeout = command.ScheduleToCloseTimeout,
            ScheduleToStartTimeout = command.ScheduleToStartTimeout,
            StartToCloseTimeout = command.StartToCloseTimeout,
            HeartbeatTimeout = command.HeartbeatTimeout,
            WorkflowTaskCompletedEventId = completedEventId,
            RetryPolicy = command.RetryPolicy,
            Priority = command.Priority,
        });
        var activity = new PendingActivity
        {
            ScheduledEventId = e.EventId,
            ActivityId = command.ActivityId,
            ActivityType = command.ActivityType.Name,
            TaskQueue = queue,
            ScheduleToClose = Times.FromDuration(command.ScheduleToCloseTimeout),
            ScheduleToStart = Times.FromDuration(command.ScheduleToStartTimeout),
            StartToClose = Times.FromDuration(command.StartToCloseTimeout),
            HeartbeatTimeout = Times.FromDuration(command.HeartbeatTimeout),
            RetryPolicy = command.RetryPolicy,
            Attempt = 1,
            ScheduledTime = work.Now,
            AttemptScheduledTime = work.Now,
            Priority = command.Priority,
        };
        state.Activities.Add(e.EventId, activity);
        return activity;
    }

    public static void Start(RunWork work, PendingActivity activity, string identity, string requestId)
    {
        activity.StartedTime = work.Now;
        activity.StartedIdentity = identity;
        activity.LastWorkerIdentity = identity;
        activity.RequestId = requestId;
        activity.HeartbeatTime = 0;
    }

    public static void TakeBack(RunWork work, PendingActivity activity)
    {
        activity.StartedTime = 0;
        activity.StartedIdentity = "";
        activity.RequestId = "";
        work.Effects.Add(new Effect.OfferActivity(activity.ScheduledEventId));
    }

    public static void Heartbeat(RunWork work, PendingActivity activity, Payloads? details, string identity)
    {
        if (details is not null)
            activity.HeartbeatDetails = details;
        activity.HeartbeatTime = work.Now;
        if (identity.Length > 0)
            activity.LastWorkerIdentity = identity;
    }

    public static void Complete(RunWork work, PendingActivity activity, Payloads? result, string identity)
    {
        var startedId = WriteStarted(work, activity);
        EventBuffer.Emit(work, EventType.ActivityTaskCompleted, e => e.ActivityTaskCompletedEventAttributes = new()
        {
            Result = result,
            ScheduledEventId = activity.ScheduledEventId,
            StartedEventId = startedId,
            Identity = identity,
        });
        End(work, activity);
    }

    public static void Cancel(RunWork work, PendingActivity activity, Payloads? details, string identity)
    {
        var startedId = WriteStarted(work, activity);
        EventBuffer.Emit(work, EventType.ActivityTaskCanceled, e => e.ActivityTaskCanceledEventAttributes = new()
        {
            Details = details,
            LatestCancelRequestedEventId = activity.CancelRequestedEventId,
            ScheduledEventId = activity.ScheduledEventId,
            StartedEventId = startedId,
            Identity = identity,
        });
        End(work, activity);
    }

    /// <summary>An attempt failed: the next one is arranged, or the activity ends.</summary>
    public static void Fail(RunWork work, PendingActivity activity, Failure failure, string identity)
    {
        var retry = Retry(work, activity, failure);
        if (retry == RetryState.InProgress)
            return;
        var startedId = WriteStarted(work, activity);
        EventBuffer.Emit(work, EventType.ActivityTaskFailed, e => e.ActivityTaskFailedEventAttributes = new()
        {
            Failure = failure,
            ScheduledEventId = activity.ScheduledEventId,
            StartedEventId = startedId,
            Identity = identity,
            RetryState = retry,
        });
        End(work, activity);
    }

    public static void TimeOut(RunWork work, PendingActivity activity, TimeoutType type)
    {
        var failure = TimeoutFailure(type, activity.HeartbeatDetails);
        var retry = type is TimeoutType.StartToClose or TimeoutType.Heartbeat
            ? Retry(work, activity, failure)
            : RetryState.NonRetryableFailure;
        if (retry == RetryState.InProgress)
            return;
        if (retry == RetryState.Timeout)
        {
            // There is no time for another attempt: the whole activity ran out of time.
            failure = TimeoutFailure(
                TimeoutType.ScheduleToClose,
                activity.HeartbeatDetails,
                "Not enough time to schedule next retry before activity ScheduleToClose timeout, giving up retrying");
        }

        failure.Cause = activity.LastFailure;
        var startedId = WriteStarted(work, activity);
        EventBuffer.Emit(work, EventType.ActivityTaskTimedOut, e => e.ActivityTaskTimedOutEventAttributes = new()
        {
            Failure = failure,
            ScheduledEventId = activity.ScheduledEventId,
            StartedEventId = startedId,
            RetryState = retry,
        });
        End(work, activity);
    }

    /// <summary>Records a workflow's wish; an activity that no worker has is cancelled on the spot. Returns whether it was.</summary>
    public static bool RequestCancel(RunWork work, long scheduledEventId, long completedEventId, string identity)
    {
        var state = work.State;
        var requested = work.Append(EventType.ActivityTaskCancelRequested, e => e.ActivityTaskCancelRequestedEventAttributes = new()
        {
            ScheduledEventId = scheduledEventId,
            WorkflowTaskCompletedEventId = completedEventId,
        });
        if (!state.Activities.TryGetValue(scheduledEventId, out var activity))
            return false;
        activity.CancelRequested = true;
        activity.CancelRequestedEventId = requested.EventId;
        if (activity.StartedTime != 0)
            return false;
        work.Append(EventType.ActivityTaskCanceled, e => e.ActivityTaskCanceledEventAttributes = new()
        {
            Details = new Payloads { Payloads_ = { JsonString("ACTIVITY_ID_NOT_STARTED") } },
            LatestCancelRequestedEventId = requested.EventId,
            ScheduledEventId = scheduledEventId,
            Identity = identity,
        });
        state.Activities.Remove(scheduledEventId);
        return true;
    }

    public static Failure TimeoutFailure(TimeoutType type, Payloads? lastHeartbeat, string? message = null) => new()
    {
        Message = message ?? $"activity {type} timeout",
        Source = "Server",
        TimeoutFailureInfo = new() { TimeoutType = type, LastHeartbeatDetails = lastHeartbeat },
    };

    private static RetryState Retry(RunWork work, PendingActivity activity, Failure failure)
    {
        var deadline = activity.ScheduleToClose == 0 ? 0 : activity.ScheduledTime + activity.ScheduleToClose;
        var (delay, retry) = activity.CancelRequested
            ? (0, RetryState.CancelRequested)
            : RetryMath.Next(activity.RetryPolicy, activity.Attempt, work.Now, deadline, failure);
        if (retry != RetryState.InProgress)
            return retry;
        activity.Attempt++;
        activity.LastFailure = failure;
        activity.StartedTime = 0;
        activity.StartedIdentity = "";
        activity.RequestId = "";
        activity.LastAttemptCompleteTime = work.Now;
        activity.RetryInterval = delay;
        activity.AttemptScheduledTime = work.Now + delay;
        if (delay == 0)
            work.Effects.Add(new Effect.OfferActivity(activity.ScheduledEventId));
        return retry;
    }

    /// <summary>Writes the started event with the real time of the start; 0 when it has no id yet, or there was no start.</summary>
    private static long WriteStarted(RunWork work, PendingActivity activity)
    {
        if (activity.StartedTime == 0)
            return 0;
        var id = work.State.NextEventId;
        var buffered = work.State.Task is { StartedEventId: > 0 };
        EventBuffer.Emit(work, EventType.ActivityTaskStarted, e =>
        {
            e.EventTime = Times.ToTimestamp(activity.StartedTime);
            e.ActivityTaskStartedEventAttributes = new()
            {
                ScheduledEventId = activity.ScheduledEventId,
                Identity = activity.StartedIdentity,
                RequestId = activity.RequestId,
                Attempt = activity.Attempt,
                LastFailure = activity.LastFailure,
            };
        });
        return buffered ? 0 : id;
    }

    private static void End(RunWork work, PendingActivity activity)
    {
        work.State.Activities.Remove(activity.ScheduledEventId);
        WorkflowTasks.Schedule(work);
    }

    private static Payload JsonString(string value) => new()
    {
        Metadata = { ["encoding"] = Google.Protobuf.ByteString.CopyFromUtf8("json/plain") },
        Data = Google.Protobuf.ByteString.CopyFromUtf8($"\"{value}\""),
    };
}
