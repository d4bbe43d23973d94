using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.DevServer.Timing;
using Temporalio.DevServer.Visibility;

namespace Temporalio.DevServer.Engine;

/// <summary>Rebuilds a run's state from the events of a history's beginning, for a reset.</summary>
internal static class HistoryReplay
{
    public static void Apply(RunState state, HistoryEvent e)
    {
        switch (e.EventType)
        {
            case EventType.WorkflowExecutionStarted:
                Started(state, e);
                break;
            case EventType.WorkflowTaskScheduled:
                TaskScheduled(state, e);
                break;
            case EventType.WorkflowTaskStarted:
                state.Task!.StartedEventId = e.EventId;
                state.Task.StartedTime = Times.FromTimestamp(e.EventTime);
                break;
            case EventType.WorkflowTaskCompleted:
                state.PreviousStartedEventId = e.WorkflowTaskCompletedEventAttributes.StartedEventId;
                state.CompletedTaskCount++;
                state.Task = null;
                break;
            case EventType.WorkflowTaskFailed:
            case EventType.WorkflowTaskTimedOut:
                state.Task = null;
                break;
            case EventType.ActivityTaskScheduled:
                ActivityScheduled(state, e);
                break;
            case EventType.ActivityTaskCompleted:
                state.Activities.Remove(e.ActivityTaskCompletedEventAttributes.ScheduledEventId);
                break;
            case EventType.ActivityTaskFailed:
                state.Activities.Remove(e.ActivityTaskFailedEventAttributes.ScheduledEventId);
                break;
            case EventType.ActivityTaskTimedOut:
                state.Activities.Remove(e.ActivityTaskTimedOutEventAttributes.ScheduledEventId);
                break;
            case EventType.ActivityTaskCanceled:
                state.Activities.Remove(e.ActivityTaskCanceledEventAttributes.ScheduledEventId);
                break;
            case EventType.ActivityTaskCancelRequested:
                if (state.Activities.TryGetValue(e.ActivityTaskCancelRequestedEventAttributes.ScheduledEventId, out var activity))
                {
                    activity.CancelRequested = true;
                    activity.CancelRequestedEventId = e.EventId;
                }

                break;
            case EventType.TimerStarted:
                state.Timers[e.TimerStartedEventAttributes.TimerId] = new PendingTimer
                {
                    StartedEventId = e.EventId,
                    Due = Times.FromTimestamp(e.EventTime) + Times.FromDuration(e.TimerStartedEventAttributes.StartToFireTimeout),
                };
                break;
            case EventType.TimerFired:
                state.Timers.Remove(e.TimerFiredEventAttributes.TimerId);
                break;
            case EventType.TimerCanceled:
                state.Timers.Remove(e.TimerCanceledEventAttributes.TimerId);
                break;
            case EventType.WorkflowExecutionSignaled:
                state.SignalCount++;
                if (e.WorkflowExecutionSignaledEventAttributes.RequestId is { Length: > 0 } request)
                    state.SignalRequestIds.Add(request);
                break;
            case EventType.WorkflowExecutionCancelRequested:
                state.CancelRequested = true;
                break;
            case EventType.UpsertWorkflowSearchAttributes:
                state.SearchAttributes = SearchAttributeRules.Merge(
                    state.SearchAttributes, e.UpsertWorkflowSearchAttributesEventAttributes.SearchAttributes);
                break;
            case EventType.WorkflowPropertiesModified:
                state.Memo = SearchAttributeRules.MergeMemo(state.Memo, e.WorkflowPropertiesModifiedEventAttributes.UpsertedMemo);
                break;
            default:
                Others(state, e);
                break;
        }
    }

    private static void Others(RunState state, HistoryEvent e)
    {
        switch (e.EventType)
        {
            case EventType.StartChildWorkflowExecutionInitiated:
                var child = e.StartChildWorkflowExecutionInitiatedEventAttributes;
                state.Children[e.EventId] = new PendingChild
                {
                    InitiatedEventId = e.EventId,
                    WorkflowId = child.WorkflowId,
                    WorkflowType = child.WorkflowType.Name,
                    ParentClosePolicy = (int)child.ParentClosePolicy,
                    RequestId = $"{state.RunId}:{e.EventId}",
                    NamespaceId = child.NamespaceId,
                };
                break;
            case EventType.ChildWorkflowExecutionStarted:
                var started = e.ChildWorkflowExecutionStartedEventAttributes;
                if (state.Children.TryGetValue(started.InitiatedEventId, out var pending))
                {
                    pending.RunId = started.WorkflowExecution.RunId;
                    pending.StartedEventId = e.EventId;
                }

                break;
            case EventType.StartChildWorkflowExecutionFailed:
                state.Children.Remove(e.StartChildWorkflowExecutionFailedEventAttributes.InitiatedEventId);
                break;
            case EventType.ChildWorkflowExecutionCompleted:
                state.Children.Remove(e.ChildWorkflowExecutionCompletedEventAttributes.InitiatedEventId);
                break;
            case EventType.ChildWorkflowExecutionFailed:
                state.Children.Remove(e.ChildWorkflowExecutionFailedEventAttributes.InitiatedEventId);
                break;
            case EventType.ChildWorkflowExecutionCanceled:
                state.Children.Remove(e.ChildWorkflowExecutionCanceledEventAttributes.InitiatedEventId);
                break;
            case EventType.ChildWorkflowExecutionTimedOut:
                state.Children.Remove(e.ChildWorkflowExecutionTimedOutEventAttributes.InitiatedEventId);
                break;
            case EventType.ChildWorkflowExecutionTerminated:
                state.Children.Remove(e.ChildWorkflowExecutionTerminatedEventAttributes.InitiatedEventId);
                break;
            case EventType.SignalExternalWorkflowExecutionInitiated:
            case EventType.RequestCancelExternalWorkflowExecutionInitiated:
                state.Externals[e.EventId] = new PendingExternal
                {
                    InitiatedEventId = e.EventId,
                    Cancel = e.EventType == EventType.RequestCancelExternalWorkflowExecutionInitiated,
                    RequestId = $"{state.RunId}:{e.EventId}",
                };
                break;
            case EventType.ExternalWorkflowExecutionSignaled:
                state.Externals.Remove(e.ExternalWorkflowExecutionSignaledEventAttributes.InitiatedEventId);
                break;
            case EventType.SignalExternalWorkflowExecutionFailed:
                state.Externals.Remove(e.SignalExternalWorkflowExecutionFailedEventAttributes.InitiatedEventId);
                break;
            case EventType.ExternalWorkflowExecutionCancelRequested:
                state.Externals.Remove(e.ExternalWorkflowExecutionCancelRequestedEventAttributes.InitiatedEventId);
                break;
            case EventType.RequestCancelExternalWorkflowExecutionFailed:
                state.Externals.Remove(e.RequestCancelExternalWorkflowExecutionFailedEventAttributes.InitiatedEventId);
                break;
        }
    }

    private static void Started(RunState state, HistoryEvent e)
    {
        var a = e.WorkflowExecutionStartedEventAttributes;
        state.WorkflowType = a.WorkflowType.Name;
        state.TaskQueue = a.TaskQueue.Name;
        state.ExecutionTimeout = Times.FromDuration(a.WorkflowExecutionTimeout);
        state.RunTimeout = Times.FromDuration(a.WorkflowRunTimeout);
        state.TaskTimeout = Times.FromDuration(a.WorkflowTaskTimeout);
        state.FirstRunId = a.FirstExecutionRunId;
        state.OriginalRunId = a.OriginalExecutionRunId;
        state.ContinuedRunId = a.ContinuedExecutionRunId;
        state.RetryPolicy = a.RetryPolicy;
        state.Attempt = a.Attempt;
        state.CronSchedule = a.CronSchedule;
        state.Memo = a.Memo;
        state.SearchAttributes = a.SearchAttributes;
        state.RootWorkflowId = a.RootWorkflowExecution?.WorkflowId ?? state.WorkflowId;
        state.RootRunId = a.RootWorkflowExecution?.RunId ?? state.RunId;
        state.Priority = a.Priority;
        state.UserMetadata = e.UserMetadata;
        if (a.ParentWorkflowExecution is { } parent)
        {
            state.Parent = new ParentLink
            {
                NamespaceId = a.ParentWorkflowNamespaceId,
                Namespace = a.ParentWorkflowNamespace,
                WorkflowId = parent.WorkflowId,
                RunId = parent.RunId,
                InitiatedEventId = a.ParentInitiatedEventId,
            };
        }
    }

    private static void TaskScheduled(RunState state, HistoryEvent e)
    {
        var a = e.WorkflowTaskScheduledEventAttributes;
        state.Task = new PendingTask
        {
            ScheduledEventId = e.EventId,
            Attempt = Math.Max(a.Attempt, 1),
            ScheduledTime = Times.FromTimestamp(e.EventTime),
            OriginalScheduledTime = Times.FromTimestamp(e.EventTime),
            Timeout = Times.FromDuration(a.StartToCloseTimeout),
            Queue = state.TaskQueue,
        };
    }

    private static void ActivityScheduled(RunState state, HistoryEvent e)
    {
        var a = e.ActivityTaskScheduledEventAttributes;
        state.Activities[e.EventId] = new PendingActivity
        {
            ScheduledEventId = e.EventId,
            ActivityId = a.ActivityId,
            ActivityType = a.ActivityType.Name,
            TaskQueue = a.TaskQueue.Name,
            ScheduleToClose = Times.FromDuration(a.ScheduleToCloseTimeout),
            ScheduleToStart = Times.FromDuration(a.ScheduleToStartTimeout),
            StartToClose = Times.FromDuration(a.StartToCloseTimeout),
            HeartbeatTimeout = Times.FromDuration(a.HeartbeatTimeout),
            RetryPolicy = a.RetryPolicy,
            Attempt = 1,
            Priority = a.Priority,
        };
    }
}
