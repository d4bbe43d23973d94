using Temporalio.Api.Command.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.Worker.Activation;

namespace Temporalio.Worker.Machines;

internal sealed class TimerMachine(uint seq, string timerId) : CommandMachine
{
    private State _state = State.CommandCreated;

    private enum State
    {
        CommandCreated,
        Started,
        CancelCommandCreated,
        Fired,
        Cancelled,
    }

    public override string Kind => "Timer machine";

    public override bool IsFinal => _state is State.Fired or State.Cancelled;

    public override void Handle(HistoryEvent e, IMachineHost host)
    {
        switch (_state, e.EventType)
        {
            case (State.CommandCreated, EventType.TimerStarted):
                if (!string.Equals(e.TimerStartedEventAttributes.TimerId, timerId, StringComparison.Ordinal))
                {
                    throw new NondeterminismException(
                        $"Timer started event did not have expected timer id {timerId}, it was {e.TimerStartedEventAttributes.TimerId}");
                }
                _state = State.Started;
                break;
            case (State.Started or State.CancelCommandCreated, EventType.TimerFired):
                // Taken back too late: nobody waits for it any more.
                if (_state == State.Started)
                {
                    host.Send(new ActivationJob.FireTimer(seq));
                }
                _state = State.Fired;
                break;
            case (State.CancelCommandCreated, EventType.TimerCanceled):
                _state = State.Cancelled;
                break;
            default:
                throw Unexpected(e);
        }
    }

    public override void Cancel(IMachineHost host)
    {
        if (_state == State.CommandCreated)
        {
            CancelledBeforeSent = true;
            _state = State.Cancelled;
        }
        else if (_state == State.Started)
        {
            _state = State.CancelCommandCreated;
            host.Issue(
                new()
                {
                    CommandType = CommandType.CancelTimer,
                    CancelTimerCommandAttributes = new CancelTimerCommandAttributes { TimerId = timerId },
                },
                this);
        }
    }
}
