using Temporalio.Api.Command.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.History.V1;

namespace Temporalio.Worker.Machines;

/// <summary>A request to another workflow, or to a child, to cancel.</summary>
/// <param name="onResolved">Told the outcome; null where nobody waits for it.</param>
internal sealed class CancelExternalMachine(Action<IMachineHost, Failure?>? onResolved) : CommandMachine
{
    private bool _initiated;
    private bool _resolved;

    public override string Kind => "Cancel external workflow machine";

    public override bool IsFinal => _resolved;

    public static Command Command(string workflowId, string runId, bool childOnly, string reason) => new()
    {
        CommandType = CommandType.RequestCancelExternalWorkflowExecution,
        RequestCancelExternalWorkflowExecutionCommandAttributes = new()
        {
            WorkflowId = workflowId,
            RunId = runId,
            ChildWorkflowOnly = childOnly,
            Reason = reason,
        },
    };

    public override void Handle(HistoryEvent e, IMachineHost host)
    {
        switch (e.EventType)
        {
            case EventType.RequestCancelExternalWorkflowExecutionInitiated when !_initiated:
                _initiated = true;
                break;
            case EventType.ExternalWorkflowExecutionCancelRequested when _initiated:
                _resolved = true;
                onResolved?.Invoke(host, null);
                break;
            case EventType.RequestCancelExternalWorkflowExecutionFailed when _initiated:
                _resolved = true;
                onResolved?.Invoke(host, ExternalFailure.Of(
                    "cancel", e.RequestCancelExternalWorkflowExecutionFailedEventAttributes.Cause.ToString()));
                break;
            default:
                throw Unexpected(e);
        }
    }
}
