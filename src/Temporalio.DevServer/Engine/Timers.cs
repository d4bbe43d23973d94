using Temporalio.Api.Enums.V1;
using Temporalio.DevServer.Timing;

namespace Temporalio.DevServer.Engine;

/// <summary>The life of a workflow's own timers.</summary>
internal static class Timers
{
    public static void Start(RunWork work, string timerId, long duration, long completedEventId)
    {
        var e = work.Append(EventType.TimerStarted, e => e.TimerStartedEventAttributes = new()
        {
            TimerId = timerId,
            StartToFireTimeout = Times.ToDuration(duration),
            WorkflowTaskCompletedEventId = completedEventId,
        });
        work.State.Timers.Add(timerId, new PendingTimer { StartedEventId = e.EventId, Due = work.Now + duration });
    }

    /// <summary>False when there is neither such a timer nor a firing of it that waits.</summary>
    public static bool Cancel(RunWork work, string timerId, long completedEventId, string identity)
    {
        long startedEventId;
        if (work.State.Timers.TryGetValue(timerId, out var timer))
            startedEventId = timer.StartedEventId;
        else if (EventBuffer.TakeBackTimerFired(work.State, timerId) is { } id)
            startedEventId = id;
        else
            return false;
        work.Append(EventType.TimerCanceled, e => e.TimerCanceledEventAttributes = new()
        {
            TimerId = timerId,
            StartedEventId = startedEventId,
            WorkflowTaskCompletedEventId = completedEventId,
            Identity = identity,
        });
        work.State.Timers.Remove(timerId);
        return true;
    }

    public static void Fire(RunWork work, string timerId, PendingTimer timer)
    {
        EventBuffer.Emit(work, EventType.TimerFired, e => e.TimerFiredEventAttributes = new()
        {
            TimerId = timerId,
            StartedEventId = timer.StartedEventId,
        });
        work.State.Timers.Remove(timerId);
        WorkflowTasks.Schedule(work);
    }
}
