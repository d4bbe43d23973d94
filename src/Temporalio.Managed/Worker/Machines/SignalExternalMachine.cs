using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.History.V1;
using Temporalio.Worker.Activation;

namespace Temporalio.Worker.Machines;

internal sealed class SignalExternalMachine(uint seq) : CommandMachine
{
    private bool _initiated;
    private bool _resolved;

    public override string Kind => "Signal external workflow machine";

    public override bool IsFinal => _resolved;

    public override void Handle(HistoryEvent e, IMachineHost host)
    {
        switch (e.EventType)
        {
            case EventType.SignalExternalWorkflowExecutionInitiated when !_initiated:
                _initiated = true;
                break;
            case EventType.ExternalWorkflowExecutionSignaled when _initiated:
                Resolve(host, null);
                break;
            case EventType.SignalExternalWorkflowExecutionFailed when _initiated:
                Resolve(host, ExternalFailure.Of("signal", e.SignalExternalWorkflowExecutionFailedEventAttributes.Cause.ToString()));
                break;
            default:
                throw Unexpected(e);
        }
    }

    /// <summary>Only what was not sent yet can be taken back.</summary>
    public override void Cancel(IMachineHost host)
    {
        if (_initiated)
        {
            return;
        }
        CancelledBeforeSent = true;
        Resolve(host, new Failure
        {
            Message = "Signal was cancelled before being sent",
            CanceledFailureInfo = new(),
        });
    }

    private void Resolve(IMachineHost host, Failure? failure)
    {
        _resolved = true;
        host.Send(new ActivationJob.ResolveSignalExternal(seq, failure));
    }
}
