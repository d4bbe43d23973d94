using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.DevServer.Timing;

namespace Temporalio.DevServer.Engine;

/// <summary>
/// While a workflow task is with a worker, what happens outside waits without an id, so that the task's own events come
/// first. Flushed in order of arrival, except that ends of activities and children come last.
/// </summary>
internal static class EventBuffer
{
    /// <summary>Writes an outside event, or lets it wait while a workflow task is with a worker.</summary>
    public static void Emit(RunWork work, EventType type, Action<HistoryEvent> fill)
    {
        var e = new HistoryEvent { EventType = type, EventTime = Times.ToTimestamp(work.Now) };
        fill(e);
        if (work.State.Task is { StartedEventId: > 0 })
            work.State.Buffered.Add(e);
        else
            work.Append(e);
    }

    public static void Flush(RunWork work)
    {
        if (work.State.Buffered.Count == 0)
            return;
        var started = new Dictionary<long, long>();
        var waiting = work.State.Buffered.ToList();
        work.State.Buffered.Clear();
        foreach (var e in waiting.Where(e => !IsEnd(e)).Concat(waiting.Where(IsEnd)))
        {
            work.Append(e);
            Link(e, started);
            if (e.EventType == EventType.ChildWorkflowExecutionStarted
                && work.State.Children.TryGetValue(e.ChildWorkflowExecutionStartedEventAttributes.InitiatedEventId, out var child))
            {
                child.StartedEventId = e.EventId;
            }
        }
    }

    public static bool HasActivityEnd(RunState state, long scheduledEventId) => state.Buffered.Any(e => e.EventType switch
    {
        EventType.ActivityTaskCompleted => e.ActivityTaskCompletedEventAttributes.ScheduledEventId == scheduledEventId,
        EventType.ActivityTaskFailed => e.ActivityTaskFailedEventAttributes.ScheduledEventId == scheduledEventId,
        EventType.ActivityTaskTimedOut => e.ActivityTaskTimedOutEventAttributes.ScheduledEventId == scheduledEventId,
        EventType.ActivityTaskCanceled => e.ActivityTaskCanceledEventAttributes.ScheduledEventId == scheduledEventId,
        _ => false,
    });

    /// <summary>Takes back a timer's fired event that nobody has seen yet; returns the id of its start.</summary>
    public static long? TakeBackTimerFired(RunState state, string timerId)
    {
        var fired = state.Buffered.FirstOrDefault(
            e => e.EventType == EventType.TimerFired && string.Equals(e.TimerFiredEventAttributes.TimerId, timerId, StringComparison.Ordinal));
        if (fired is null)
            return null;
        state.Buffered.Remove(fired);
        return fired.TimerFiredEventAttributes.StartedEventId;
    }

    private static bool IsEnd(HistoryEvent e) => e.EventType is
        EventType.ActivityTaskCompleted or EventType.ActivityTaskFailed or EventType.ActivityTaskTimedOut
        or EventType.ActivityTaskCanceled or EventType.ChildWorkflowExecutionCompleted
        or EventType.ChildWorkflowExecutionFailed or EventType.ChildWorkflowExecutionCanceled
        or EventType.ChildWorkflowExecutionTimedOut or EventType.ChildWorkflowExecutionTerminated;

    /// <summary>A start that waited got its id only now: its end, which waited too, learns it.</summary>
    private static void Link(HistoryEvent e, Dictionary<long, long> started)
    {
        long Started(long origin, long known) => known != 0 ? known : started.GetValueOrDefault(origin);
        switch (e.EventType)
        {
            case EventType.ActivityTaskStarted:
                started[e.ActivityTaskStartedEventAttributes.ScheduledEventId] = e.EventId;
                break;
            case EventType.ChildWorkflowExecutionStarted:
                started[e.ChildWorkflowExecutionStartedEventAttributes.InitiatedEventId] = e.EventId;
                break;
            case EventType.ActivityTaskCompleted:
                var completed = e.ActivityTaskCompletedEventAttributes;
                completed.StartedEventId = Started(completed.ScheduledEventId, completed.StartedEventId);
                break;
            case EventType.ActivityTaskFailed:
                var failed = e.ActivityTaskFailedEventAttributes;
                failed.StartedEventId = Started(failed.ScheduledEventId, failed.StartedEventId);
                break;
            case EventType.ActivityTaskTimedOut:
                var timedOut = e.ActivityTaskTimedOutEventAttributes;
                timedOut.StartedEventId = Started(timedOut.ScheduledEventId, timedOut.StartedEventId);
                break;
            case EventType.ActivityTaskCanceled:
                var canceled = e.ActivityTaskCanceledEventAttributes;
                canceled.StartedEventId = Started(canceled.ScheduledEventId, canceled.StartedEventId);
                break;
            case EventType.ChildWorkflowExecutionCompleted:
                var childCompleted = e.ChildWorkflowExecutionCompletedEventAttributes;
                childCompleted.StartedEventId = Started(childCompleted.InitiatedEventId, childCompleted.StartedEventId);
                break;
            case EventType.ChildWorkflowExecutionFailed:
                var childFailed = e.ChildWorkflowExecutionFailedEventAttributes;
                childFailed.StartedEventId = Started(childFailed.InitiatedEventId, childFailed.StartedEventId);
                break;
            case EventType.ChildWorkflowExecutionCanceled:
                var childCanceled = e.ChildWorkflowExecutionCanceledEventAttributes;
                childCanceled.StartedEventId = Started(childCanceled.InitiatedEventId, childCanceled.StartedEventId);
                break;
            case EventType.ChildWorkflowExecutionTimedOut:
                var childTimedOut = e.ChildWorkflowExecutionTimedOutEventAttributes;
                childTimedOut.StartedEventId = Started(childTimedOut.InitiatedEventId, childTimedOut.StartedEventId);
                break;
            case EventType.ChildWorkflowExecutionTerminated:
                var childTerminated = e.ChildWorkflowExecutionTerminatedEventAttributes;
                childTerminated.StartedEventId = Started(childTerminated.InitiatedEventId, childTerminated.StartedEventId);
                break;
        }
    }
}
