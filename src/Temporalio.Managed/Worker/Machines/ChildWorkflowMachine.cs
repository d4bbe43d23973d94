using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Api.History.V1;
using Temporalio.Worker.Activation;
using Temporalio.Workflows;

namespace Temporalio.Worker.Machines;

internal sealed class ChildWorkflowMachine(
    uint seq, string workflowId, string workflowType, string ns, ChildWorkflowCancellationType cancellationType) : CommandMachine
{
    private State _state = State.CommandCreated;
    private long _initiatedEventId;
    private long _startedEventId;
    private string _runId = "";
    private bool _cancelRequested;

    private enum State
    {
        CommandCreated,
        Initiated,
        Started,
        Closed,
        Cancelled,
    }

    public override string Kind => "Child workflow machine";

    public override bool IsFinal => _state == State.Closed || CancelledBeforeSent;

    public override void Handle(HistoryEvent e, IMachineHost host)
    {
        switch (_state, e.EventType)
        {
            case (State.CommandCreated, EventType.StartChildWorkflowExecutionInitiated):
                Check(e.StartChildWorkflowExecutionInitiatedEventAttributes, host);
                _initiatedEventId = e.EventId;
                _state = State.Initiated;
                break;
            case (State.Initiated, EventType.ChildWorkflowExecutionStarted):
                _startedEventId = e.EventId;
                _runId = e.ChildWorkflowExecutionStartedEventAttributes.WorkflowExecution.RunId;
                _state = State.Started;
                host.Send(new ActivationJob.ResolveChildStart(seq, _runId, default, null));
                if (_cancelRequested)
                {
                    RequestCancel(host);
                }
                break;
            case (State.Initiated, EventType.StartChildWorkflowExecutionFailed):
                _state = State.Closed;
                host.Send(new ActivationJob.ResolveChildStart(
                    seq, null, e.StartChildWorkflowExecutionFailedEventAttributes.Cause, null));
                break;
            case (State.Started, _) when Resolve(e) is { } job:
                _state = State.Closed;
                host.Send(job);
                break;
            // The workflow was told that it is cancelled when it said so itself; the end of the child is still to come.
            case (State.Cancelled, _) when Resolve(e) is not null:
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
                host.Send(new ActivationJob.ResolveChildStart(
                    seq, null, default, Cancelled("Child Workflow execution cancelled before scheduled")));
                break;
            case State.Initiated:
                // A request can only follow the start.
                _cancelRequested = true;
                break;
            case State.Started when !_cancelRequested:
                _cancelRequested = true;
                RequestCancel(host);
                break;
            default:
                break;
        }
    }

    private void RequestCancel(IMachineHost host)
    {
        if (cancellationType != ChildWorkflowCancellationType.Abandon)
        {
            var cancel = new CancelExternalMachine(
                cancellationType == ChildWorkflowCancellationType.WaitCancellationRequested ? Told : null);
            host.Issue(
                CancelExternalMachine.Command(workflowId, "", childOnly: true, "Parent workflow requested cancel"), cancel);
        }
        if (cancellationType is ChildWorkflowCancellationType.Abandon or ChildWorkflowCancellationType.TryCancel)
        {
            _state = State.Cancelled;
            host.Send(new ActivationJob.ResolveChild(seq, null, Cancelled("Child Workflow execution cancelled")));
        }
    }

    /// <summary>The service has accepted the request.</summary>
    private void Told(IMachineHost host, Failure? failure)
    {
        if (_state == State.Started)
        {
            _state = State.Cancelled;
            host.Send(new ActivationJob.ResolveChild(seq, null, Cancelled("Child Workflow execution cancelled")));
        }
    }

    private void Check(StartChildWorkflowExecutionInitiatedEventAttributes initiated, IMachineHost host)
    {
        if (!host.ChecksIds)
        {
            return;
        }
        if (!string.Equals(initiated.WorkflowId, workflowId, StringComparison.Ordinal))
        {
            throw new NondeterminismException(
                $"Child workflow id of scheduled event '{initiated.WorkflowId}' does not match child workflow id of command '{workflowId}'");
        }
        if (!string.Equals(initiated.WorkflowType.Name, workflowType, StringComparison.Ordinal))
        {
            throw new NondeterminismException(
                $"Child workflow type of scheduled event '{initiated.WorkflowType.Name}' does not match child workflow type of command '{workflowType}'");
        }
    }

    private ActivationJob.ResolveChild? Resolve(HistoryEvent e) => e.EventType switch
    {
        EventType.ChildWorkflowExecutionCompleted => new(
            seq,
            e.ChildWorkflowExecutionCompletedEventAttributes.Result is { Payloads_.Count: > 0 } result ? result.Payloads_[0] : null,
            null),
        EventType.ChildWorkflowExecutionFailed => new(
            seq,
            null,
            Failed(
                "Child Workflow execution failed",
                e.ChildWorkflowExecutionFailedEventAttributes.Failure,
                e.ChildWorkflowExecutionFailedEventAttributes.RetryState)),
        EventType.ChildWorkflowExecutionTimedOut => new(
            seq,
            null,
            Failed(
                "Child Workflow execution timed out",
                new()
                {
                    Message = "Timed out",
                    TimeoutFailureInfo = new() { TimeoutType = TimeoutType.StartToClose },
                },
                e.ChildWorkflowExecutionTimedOutEventAttributes.RetryState)),
        EventType.ChildWorkflowExecutionTerminated => new(
            seq,
            null,
            Failed(
                "Child Workflow execution terminated",
                new() { Message = "Terminated", TerminatedFailureInfo = new() },
                RetryState.NonRetryableFailure)),
        EventType.ChildWorkflowExecutionCanceled => new(seq, null, Cancelled("Child Workflow execution cancelled")),
        _ => null,
    };

    private Failure Cancelled(string message) =>
        Failed(message, new() { CanceledFailureInfo = new() }, RetryState.NonRetryableFailure);

    private Failure Failed(string message, Failure? cause, RetryState retryState) => new()
    {
        Message = message,
        Cause = cause,
        ChildWorkflowExecutionFailureInfo = new()
        {
            Namespace = ns,
            WorkflowExecution = new WorkflowExecution { WorkflowId = workflowId, RunId = _runId },
            WorkflowType = new() { Name = workflowType },
            InitiatedEventId = _initiatedEventId,
            StartedEventId = _startedEventId,
            RetryState = retryState,
        },
    };
}
