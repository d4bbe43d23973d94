using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;

namespace Temporalio.DevServer.Engine;

/// <summary>What others ask of an open run: signals and cancellation.</summary>
internal static class Requests
{
    /// <summary>False when this request was already recorded.</summary>
    public static bool Signal(
        RunWork work, string name, Payloads? input, Header? header, string identity, string requestId, WorkflowExecution? sender = null)
    {
        var state = work.State;
        if (requestId.Length > 0)
        {
            if (state.SignalRequestIds.Contains(requestId))
                return false;
            state.SignalRequestIds.Add(requestId);
        }

        state.SignalCount++;
        EventBuffer.Emit(work, EventType.WorkflowExecutionSignaled, e => e.WorkflowExecutionSignaledEventAttributes = new()
        {
            SignalName = name,
            Input = input,
            Header = header,
            Identity = identity,
            ExternalWorkflowExecution = sender,
            RequestId = requestId,
        });
        WorkflowTasks.Schedule(work);
        return true;
    }

    /// <summary>A second request changes nothing.</summary>
    public static void Cancel(
        RunWork work, string cause, string identity, string requestId, WorkflowExecution? sender = null, long senderEventId = 0)
    {
        if (work.State.CancelRequested)
            return;
        work.State.CancelRequested = true;
        work.State.CancelRequestId = requestId;
        EventBuffer.Emit(work, EventType.WorkflowExecutionCancelRequested, e => e.WorkflowExecutionCancelRequestedEventAttributes = new()
        {
            Cause = cause,
            Identity = identity,
            ExternalWorkflowExecution = sender,
            ExternalInitiatedEventId = senderEventId,
        });
        WorkflowTasks.Schedule(work);
    }
}
