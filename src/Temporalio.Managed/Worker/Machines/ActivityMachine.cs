using Temporalio.Api.Command.V1;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.History.V1;
using Temporalio.Worker.Activation;
using Temporalio.Worker.History;
using Temporalio.Workflows;

namespace Temporalio.Worker.Machines;

internal sealed class ActivityMachine(
    uint seq, string activityId, string activityType, ActivityCancellationType cancellationType) : CommandMachine
{
    private State _state = State.CommandCreated;
    private long _scheduledEventId;
    private long _startedEventId;

    private enum State
    {
        CommandCreated,
        Scheduled,
        Started,
        CancelCommandCreated,
        CancelRecorded,
        Closed,
        Cancelled,
    }

    public override string Kind => "Activity machine";

    public override bool IsFinal => _state == State.Closed || CancelledBeforeSent;

    public override void Handle(HistoryEvent e, IMachineHost host)
    {
        switch (_state, e.EventType)
        {
            case (State.CommandCreated, EventType.ActivityTaskScheduled):
                Check(e.ActivityTaskScheduledEventAttributes, host);
                _scheduledEventId = e.EventId;
                _state = State.Scheduled;
                break;
            case (State.Scheduled, EventType.ActivityTaskStarted):
                _startedEventId = e.EventId;
                _state = State.Started;
                break;
            case (State.CancelRecorded, EventType.ActivityTaskStarted):
            case (State.CancelCommandCreated, EventType.ActivityTaskStarted):
                _startedEventId = e.EventId;
                break;
            case (State.CancelCommandCreated, EventType.ActivityTaskCancelRequested):
                _state = State.CancelRecorded;
                break;
            // An abandoned activity goes on, but nobody listens: its start and its end are both still to come.
            case (State.Cancelled, _) when cancellationType == ActivityCancellationType.Abandon && !e.IsCommandEvent():
                _state = Resolve(e) is null ? State.Cancelled : State.Closed;
                break;
            case (State.Scheduled or State.Started or State.CancelRecorded or State.CancelCommandCreated, _)
                when Resolve(e) is { } resolution:
                // With TryCancel the workflow was told when it cancelled.
                if (_state is State.Scheduled or State.Started ||
                    cancellationType == ActivityCancellationType.WaitCancellationCompleted)
                {
                    host.Send(new ActivationJob.ResolveActivity(seq, resolution, IsLocal: false));
                }
                _state = State.Closed;
                break;
            default:
                throw Unexpected(e);
        }
    }

    public override void Cancel(IMachineHost host)
    {
        switch (_state)
        {
            case State.CommandCreated:
                CancelledBeforeSent = true;
                _state = State.Cancelled;
                host.Send(new ActivationJob.ResolveActivity(seq, Cancelled(null), IsLocal: false));
                break;
            case State.Scheduled or State.Started when cancellationType == ActivityCancellationType.Abandon:
                _state = State.Cancelled;
                host.Send(new ActivationJob.ResolveActivity(seq, Cancelled(null), IsLocal: false));
                break;
            case State.Scheduled or State.Started:
                _state = State.CancelCommandCreated;
                host.Issue(
                    new()
                    {
                        CommandType = CommandType.RequestCancelActivityTask,
                        RequestCancelActivityTaskCommandAttributes =
                            new RequestCancelActivityTaskCommandAttributes { ScheduledEventId = _scheduledEventId },
                    },
                    this);
                if (cancellationType == ActivityCancellationType.TryCancel)
                {
                    host.Send(new ActivationJob.ResolveActivity(seq, Cancelled(null), IsLocal: false));
                }
                break;
            default:
                break;
        }
    }

    private void Check(ActivityTaskScheduledEventAttributes scheduled, IMachineHost host)
    {
        if (!host.ChecksIds)
        {
            return;
        }
        if (!string.Equals(scheduled.ActivityId, activityId, StringComparison.Ordinal))
        {
            throw new NondeterminismException(
                $"Activity id of scheduled event '{scheduled.ActivityId}' does not match activity id of activity command '{activityId}'");
        }
        if (!string.Equals(scheduled.ActivityType.Name, activityType, StringComparison.Ordinal))
        {
            throw new NondeterminismException(
                $"Activity type of scheduled event '{scheduled.ActivityType.Name}' does not match activity type of activity command '{activityType}'");
        }
    }

    private ActivityResolution? Resolve(HistoryEvent e) => e.EventType switch
    {
        EventType.ActivityTaskCompleted => new()
        {
            Result = e.ActivityTaskCompletedEventAttributes.Result is { Payloads_.Count: > 0 } result
                ? result.Payloads_[0]
                : null,
        },
        EventType.ActivityTaskFailed => new()
        {
            Failure = Failed(
                "Activity task failed",
                e.ActivityTaskFailedEventAttributes.Failure,
                e.ActivityTaskFailedEventAttributes.RetryState,
                e.ActivityTaskFailedEventAttributes.StartedEventId,
                e.ActivityTaskFailedEventAttributes.Identity),
        },
        EventType.ActivityTaskTimedOut => new()
        {
            Failure = Failed(
                "Activity task timed out",
                e.ActivityTaskTimedOutEventAttributes.Failure,
                e.ActivityTaskTimedOutEventAttributes.RetryState,
                e.ActivityTaskTimedOutEventAttributes.StartedEventId,
                identity: ""),
        },
        EventType.ActivityTaskCanceled => Cancelled(e.ActivityTaskCanceledEventAttributes.Details),
        _ => null,
    };

    private ActivityResolution Cancelled(Payloads? details) => new()
    {
        Failure = Failed(
            "Activity cancelled",
            new() { CanceledFailureInfo = new() { Details = details } },
            RetryState.CancelRequested,
            _startedEventId,
            identity: ""),
    };

    private Failure Failed(string message, Failure? cause, RetryState retryState, long startedEventId, string identity) => new()
    {
        Message = message,
        Cause = cause,
        ActivityFailureInfo = new()
        {
            ActivityId = activityId,
            ActivityType = new() { Name = activityType },
            ScheduledEventId = _scheduledEventId,
            StartedEventId = startedEventId,
            Identity = identity,
            RetryState = retryState,
        },
    };
}
