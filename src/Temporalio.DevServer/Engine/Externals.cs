using Temporalio.Api.Command.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.DevServer.Namespaces;

namespace Temporalio.DevServer.Engine;

/// <summary>Signals and cancel requests that a workflow sends to another one.</summary>
internal static class Externals
{
    public static void InitiateSignal(RunWork work, SignalExternalWorkflowExecutionCommandAttributes command, NamespaceEntry ns, long completedEventId)
    {
        var e = work.Append(EventType.SignalExternalWorkflowExecutionInitiated, e => e.SignalExternalWorkflowExecutionInitiatedEventAttributes = new()
        {
            WorkflowTaskCompletedEventId = completedEventId,
            Namespace = ns.Name,
            NamespaceId = ns.Id,
            WorkflowExecution = command.Execution,
            SignalName = command.SignalName,
            Input = command.Input,
            ChildWorkflowOnly = command.ChildWorkflowOnly,
            Header = command.Header,
        });
        Add(work, e.EventId, cancel: false);
    }

    public static void InitiateCancel(RunWork work, RequestCancelExternalWorkflowExecutionCommandAttributes command, NamespaceEntry ns, long completedEventId)
    {
        var e = work.Append(EventType.RequestCancelExternalWorkflowExecutionInitiated, e => e.RequestCancelExternalWorkflowExecutionInitiatedEventAttributes = new()
        {
            WorkflowTaskCompletedEventId = completedEventId,
            Namespace = ns.Name,
            NamespaceId = ns.Id,
            WorkflowExecution = new() { WorkflowId = command.WorkflowId, RunId = command.RunId },
            ChildWorkflowOnly = command.ChildWorkflowOnly,
            Reason = command.Reason,
        });
        Add(work, e.EventId, cancel: true);
    }

    /// <summary>The other workflow has recorded it, or could not be found.</summary>
    public static void Resolve(RunWork work, PendingExternal pending, bool found)
    {
        work.State.Externals.Remove(pending.InitiatedEventId);
        var initiated = work.FindEvent(pending.InitiatedEventId);
        if (pending.Cancel)
        {
            var a = initiated.RequestCancelExternalWorkflowExecutionInitiatedEventAttributes;
            if (found)
            {
                EventBuffer.Emit(work, EventType.ExternalWorkflowExecutionCancelRequested, e => e.ExternalWorkflowExecutionCancelRequestedEventAttributes = new()
                {
                    InitiatedEventId = pending.InitiatedEventId,
                    Namespace = a.Namespace,
                    NamespaceId = a.NamespaceId,
                    WorkflowExecution = a.WorkflowExecution,
                });
            }
            else
            {
                EventBuffer.Emit(work, EventType.RequestCancelExternalWorkflowExecutionFailed, e => e.RequestCancelExternalWorkflowExecutionFailedEventAttributes = new()
                {
                    Cause = CancelExternalWorkflowExecutionFailedCause.ExternalWorkflowExecutionNotFound,
                    WorkflowTaskCompletedEventId = a.WorkflowTaskCompletedEventId,
                    InitiatedEventId = pending.InitiatedEventId,
                    Namespace = a.Namespace,
                    NamespaceId = a.NamespaceId,
                    WorkflowExecution = a.WorkflowExecution,
                });
            }
        }
        else
        {
            var a = initiated.SignalExternalWorkflowExecutionInitiatedEventAttributes;
            if (found)
            {
                EventBuffer.Emit(work, EventType.ExternalWorkflowExecutionSignaled, e => e.ExternalWorkflowExecutionSignaledEventAttributes = new()
                {
                    InitiatedEventId = pending.InitiatedEventId,
                    Namespace = a.Namespace,
                    NamespaceId = a.NamespaceId,
                    WorkflowExecution = a.WorkflowExecution,
                });
            }
            else
            {
                EventBuffer.Emit(work, EventType.SignalExternalWorkflowExecutionFailed, e => e.SignalExternalWorkflowExecutionFailedEventAttributes = new()
                {
                    Cause = SignalExternalWorkflowExecutionFailedCause.ExternalWorkflowExecutionNotFound,
                    WorkflowTaskCompletedEventId = a.WorkflowTaskCompletedEventId,
                    InitiatedEventId = pending.InitiatedEventId,
                    Namespace = a.Namespace,
                    NamespaceId = a.NamespaceId,
                    WorkflowExecution = a.WorkflowExecution,
                });
            }
        }

        WorkflowTasks.Schedule(work);
    }

    private static void Add(RunWork work, long eventId, bool cancel)
    {
        work.State.Externals.Add(eventId, new PendingExternal
        {
            InitiatedEventId = eventId,
            Cancel = cancel,
            RequestId = work.Rules.NewId(),
        });
        work.Effects.Add(new Effect.ReachOut(eventId));
    }
}
