using Temporalio.Api.Command.V1;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.DevServer.Namespaces;

namespace Temporalio.DevServer.Engine;

/// <summary>Children as their parent's history sees them.</summary>
internal static class Children
{
    public static void Initiate(RunWork work, StartChildWorkflowExecutionCommandAttributes command, NamespaceEntry ns, long completedEventId)
    {
        var e = work.Append(EventType.StartChildWorkflowExecutionInitiated, e => e.StartChildWorkflowExecutionInitiatedEventAttributes = new()
        {
            Namespace = ns.Name,
            NamespaceId = ns.Id,
            WorkflowId = command.WorkflowId,
            WorkflowType = command.WorkflowType,
            TaskQueue = command.TaskQueue,
            Input = command.Input,
            WorkflowExecutionTimeout = command.WorkflowExecutionTimeout,
            WorkflowRunTimeout = command.WorkflowRunTimeout,
            WorkflowTaskTimeout = command.WorkflowTaskTimeout,
            ParentClosePolicy = command.ParentClosePolicy,
            WorkflowTaskCompletedEventId = completedEventId,
            WorkflowIdReusePolicy = command.WorkflowIdReusePolicy,
            RetryPolicy = command.RetryPolicy,
            CronSchedule = command.CronSchedule,
            Header = command.Header,
            Memo = command.Memo,
            SearchAttributes = command.SearchAttributes,
            Priority = command.Priority,
        });
        work.State.Children.Add(e.EventId, new PendingChild
        {
            InitiatedEventId = e.EventId,
            WorkflowId = command.WorkflowId,
            WorkflowType = command.WorkflowType.Name,
            ParentClosePolicy = (int)command.ParentClosePolicy,
            RequestId = work.Rules.NewId(),
            NamespaceId = ns.Id,
        });
        work.Effects.Add(new Effect.StartChild(e.EventId));
    }

    public static void RecordStarted(RunWork work, PendingChild child, string runId, Header? header)
    {
        var (ns, nsId) = Namespace(work, child);
        child.RunId = runId;
        var id = work.State.NextEventId;
        var buffered = work.State.Task is { StartedEventId: > 0 };
        EventBuffer.Emit(work, EventType.ChildWorkflowExecutionStarted, e => e.ChildWorkflowExecutionStartedEventAttributes = new()
        {
            Namespace = ns,
            NamespaceId = nsId,
            InitiatedEventId = child.InitiatedEventId,
            WorkflowExecution = new() { WorkflowId = child.WorkflowId, RunId = runId },
            WorkflowType = new() { Name = child.WorkflowType },
            Header = header,
        });
        child.StartedEventId = buffered ? 0 : id;
        WorkflowTasks.Schedule(work);
        work.Effects.Add(new Effect.ReleaseChild(child.InitiatedEventId));
    }

    public static void RecordStartFailed(RunWork work, PendingChild child, StartChildWorkflowExecutionFailedCause cause)
    {
        var initiated = work.FindEvent(child.InitiatedEventId).StartChildWorkflowExecutionInitiatedEventAttributes;
        work.State.Children.Remove(child.InitiatedEventId);
        EventBuffer.Emit(work, EventType.StartChildWorkflowExecutionFailed, e => e.StartChildWorkflowExecutionFailedEventAttributes = new()
        {
            Namespace = initiated.Namespace,
            NamespaceId = initiated.NamespaceId,
            WorkflowId = child.WorkflowId,
            WorkflowType = new() { Name = child.WorkflowType },
            Cause = cause,
            InitiatedEventId = child.InitiatedEventId,
            WorkflowTaskCompletedEventId = initiated.WorkflowTaskCompletedEventId,
        });
        WorkflowTasks.Schedule(work);
    }

    /// <summary>The child's last run ended with <paramref name="end"/>.</summary>
    public static void RecordEnd(RunWork work, PendingChild child, string runId, HistoryEvent end)
    {
        var execution = new WorkflowExecution { WorkflowId = child.WorkflowId, RunId = runId };
        var type = new WorkflowType { Name = child.WorkflowType };
        var (ns, nsId) = Namespace(work, child);
        work.State.Children.Remove(child.InitiatedEventId);
        switch (end.AttributesCase)
        {
            case HistoryEvent.AttributesOneofCase.WorkflowExecutionCompletedEventAttributes:
                EventBuffer.Emit(work, EventType.ChildWorkflowExecutionCompleted, e => e.ChildWorkflowExecutionCompletedEventAttributes = new()
                {
                    Result = end.WorkflowExecutionCompletedEventAttributes.Result,
                    Namespace = ns,
                    NamespaceId = nsId,
                    WorkflowExecution = execution,
                    WorkflowType = type,
                    InitiatedEventId = child.InitiatedEventId,
                    StartedEventId = child.StartedEventId,
                });
                break;
            case HistoryEvent.AttributesOneofCase.WorkflowExecutionFailedEventAttributes:
                EventBuffer.Emit(work, EventType.ChildWorkflowExecutionFailed, e => e.ChildWorkflowExecutionFailedEventAttributes = new()
                {
                    Failure = end.WorkflowExecutionFailedEventAttributes.Failure,
                    RetryState = end.WorkflowExecutionFailedEventAttributes.RetryState,
                    Namespace = ns,
                    NamespaceId = nsId,
                    WorkflowExecution = execution,
                    WorkflowType = type,
                    InitiatedEventId = child.InitiatedEventId,
                    StartedEventId = child.StartedEventId,
                });
                break;
            case HistoryEvent.AttributesOneofCase.WorkflowExecutionCanceledEventAttributes:
                EventBuffer.Emit(work, EventType.ChildWorkflowExecutionCanceled, e => e.ChildWorkflowExecutionCanceledEventAttributes = new()
                {
                    Details = end.WorkflowExecutionCanceledEventAttributes.Details,
                    Namespace = ns,
                    NamespaceId = nsId,
                    WorkflowExecution = execution,
                    WorkflowType = type,
                    InitiatedEventId = child.InitiatedEventId,
                    StartedEventId = child.StartedEventId,
                });
                break;
            case HistoryEvent.AttributesOneofCase.WorkflowExecutionTimedOutEventAttributes:
                EventBuffer.Emit(work, EventType.ChildWorkflowExecutionTimedOut, e => e.ChildWorkflowExecutionTimedOutEventAttributes = new()
                {
                    RetryState = end.WorkflowExecutionTimedOutEventAttributes.RetryState,
                    Namespace = ns,
                    NamespaceId = nsId,
                    WorkflowExecution = execution,
                    WorkflowType = type,
                    InitiatedEventId = child.InitiatedEventId,
                    StartedEventId = child.StartedEventId,
                });
                break;
            default:
                EventBuffer.Emit(work, EventType.ChildWorkflowExecutionTerminated, e => e.ChildWorkflowExecutionTerminatedEventAttributes = new()
                {
                    Namespace = ns,
                    NamespaceId = nsId,
                    WorkflowExecution = execution,
                    WorkflowType = type,
                    InitiatedEventId = child.InitiatedEventId,
                    StartedEventId = child.StartedEventId,
                });
                break;
        }

        WorkflowTasks.Schedule(work);
    }

    private static (string Name, string Id) Namespace(RunWork work, PendingChild child)
    {
        var initiated = work.FindEvent(child.InitiatedEventId).StartChildWorkflowExecutionInitiatedEventAttributes;
        return (initiated.Namespace, initiated.NamespaceId);
    }
}
