using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.DevServer.Grpc;

namespace Temporalio.DevServer.Engine;

/// <summary>A run that begins as another one did, up to a workflow task, and then goes its own way.</summary>
internal static class Resetting
{
    private const string Identity = "history-service";

    /// <summary>
    /// Builds the new run: the base's events before <paramref name="finishEventId"/>, the workflow task failed by the reset,
    /// then what others had asked of the base since, and of the runs that continued it.
    /// </summary>
    public static void Build(
        RunWork work, Run baseRun, IReadOnlyList<HistoryEvent> kept, IEnumerable<HistoryEvent> rest, IEnumerable<HistoryEvent> continued,
        string runId, string requestId, string reason, long finishEventId, IReadOnlyCollection<ResetReapplyExcludeType> excluded)
    {
        var state = work.State;
        state.NamespaceId = work.Run.Namespace.Id;
        state.WorkflowId = baseRun.State.WorkflowId;
        state.RunId = runId;
        state.Status = (int)WorkflowExecutionStatus.Running;
        state.NextEventId = 1;
        state.StartTime = work.Now;
        state.ExecutionTime = work.Now;
        state.StartRequestId = requestId;
        state.TaskAttempt = 1;
        state.LastResetTime = work.Now;
        foreach (var e in kept)
        {
            // The pending task's own started event is written again with its failure.
            if (e.EventId == finishEventId - 1 && e.EventType == EventType.WorkflowTaskStarted)
            {
                HistoryReplay.Apply(state, e);
                break;
            }

            HistoryReplay.Apply(state, work.Append(e.Clone()));
        }

        if (state.Task is null)
        {
            throw Refusals.Invalid(
                $"Can only reset workflow to event ID in range [WorkflowTaskScheduled +1, WorkflowTaskStarted + 1]: {finishEventId}");
        }

        Restart(work);
        FailTask(work, kept, baseRun, runId, reason);
        // The one workflow task that they all are for comes behind them.
        state.FirstTaskPending = true;
        foreach (var e in rest)
        {
            Reapply(work, e, excluded);
            ReapplyChild(work, e);
        }

        foreach (var e in continued)
            Reapply(work, e, excluded);
        state.FirstTaskPending = false;
        // The ended run may not have got to letting them begin.
        foreach (var child in state.Children.Values.Where(c => c.RunId.Length > 0))
            work.Effects.Add(new Effect.ReleaseChild(child.InitiatedEventId));
        WorkflowTasks.Schedule(work);
    }

    private static void FailTask(RunWork work, IReadOnlyList<HistoryEvent> kept, Run baseRun, string runId, string reason)
    {
        var task = work.State.Task!;
        var known = task.StartedEventId > 0 ? kept[(int)task.StartedEventId - 1].WorkflowTaskStartedEventAttributes : null;
        task.StartedEventId = work.State.NextEventId;
        task.StartedTime = task.StartedTime == 0 ? work.Now : task.StartedTime;
        task.Identity = known?.Identity ?? Identity;
        task.RequestId = known?.RequestId ?? work.Rules.NewId();
        task.HistorySize = known?.HistorySizeBytes ?? 0;
        var failure = new Temporalio.Api.Failure.V1.Failure { Message = reason, Source = "Server", ResetWorkflowFailureInfo = new() };
        WorkflowTasks.Fail(work, WorkflowTaskFailedCause.ResetWorkflow, failure, Identity, a =>
        {
            a.BaseRunId = baseRun.State.RunId;
            a.NewRunId = runId;
        });
        work.State.TaskAttempt = 1;
        work.State.TaskFailure = null;
        work.State.TaskFailureCause = 0;
    }

    /// <summary>Clocks begin anew, and what was under way is offered again.</summary>
    private static void Restart(RunWork work)
    {
        var state = work.State;
        state.ExecutionDeadline = state.ExecutionTimeout > 0 ? work.Now + state.ExecutionTimeout : 0;
        state.RunDeadline = state.RunTimeout > 0 ? work.Now + state.RunTimeout : state.ExecutionDeadline;
        foreach (var activity in state.Activities.Values)
        {
            activity.ScheduledTime = work.Now;
            activity.AttemptScheduledTime = work.Now;
            work.Effects.Add(new Effect.OfferActivity(activity.ScheduledEventId));
        }

        foreach (var child in state.Children.Values.Where(c => c.RunId.Length == 0))
            work.Effects.Add(new Effect.StartChild(child.InitiatedEventId));
        foreach (var external in state.Externals.Values)
            work.Effects.Add(new Effect.ReachOut(external.InitiatedEventId));
    }

    private static void Reapply(RunWork work, HistoryEvent e, IReadOnlyCollection<ResetReapplyExcludeType> excluded)
    {
        if (e.WorkflowExecutionSignaledEventAttributes is { } signal && !excluded.Contains(ResetReapplyExcludeType.Signal))
        {
            Requests.Signal(
                work, signal.SignalName, signal.Input, signal.Header, signal.Identity, signal.RequestId, signal.ExternalWorkflowExecution);
        }
        else if (e.WorkflowExecutionCancelRequestedEventAttributes is { } cancel && !excluded.Contains(ResetReapplyExcludeType.CancelRequest))
        {
            Requests.Cancel(work, cancel.Cause, cancel.Identity, "", cancel.ExternalWorkflowExecution, cancel.ExternalInitiatedEventId);
        }
    }

    /// <summary>What has become since of a child that the new run has too: nobody will say so again.</summary>
    private static void ReapplyChild(RunWork work, HistoryEvent original)
    {
        var e = original.Clone();
        var (initiatedEventId, setStarted) = Child(e);
        if (!work.State.Children.TryGetValue(initiatedEventId, out var child) || (setStarted is null && child.StartedEventId != 0))
            return;
        setStarted?.Invoke(child.StartedEventId);
        e.EventTime = null;
        HistoryReplay.Apply(work.State, work.Append(e));
    }

    /// <summary>The child that an event speaks of, and how to set the id of its start in an event of its end.</summary>
    private static (long InitiatedEventId, Action<long>? SetStarted) Child(HistoryEvent e) => e.AttributesCase switch
    {
        HistoryEvent.AttributesOneofCase.StartChildWorkflowExecutionFailedEventAttributes =>
            (e.StartChildWorkflowExecutionFailedEventAttributes.InitiatedEventId, null),
        HistoryEvent.AttributesOneofCase.ChildWorkflowExecutionStartedEventAttributes =>
            (e.ChildWorkflowExecutionStartedEventAttributes.InitiatedEventId, null),
        HistoryEvent.AttributesOneofCase.ChildWorkflowExecutionCompletedEventAttributes =>
            (e.ChildWorkflowExecutionCompletedEventAttributes.InitiatedEventId, id => e.ChildWorkflowExecutionCompletedEventAttributes.StartedEventId = id),
        HistoryEvent.AttributesOneofCase.ChildWorkflowExecutionFailedEventAttributes =>
            (e.ChildWorkflowExecutionFailedEventAttributes.InitiatedEventId, id => e.ChildWorkflowExecutionFailedEventAttributes.StartedEventId = id),
        HistoryEvent.AttributesOneofCase.ChildWorkflowExecutionCanceledEventAttributes =>
            (e.ChildWorkflowExecutionCanceledEventAttributes.InitiatedEventId, id => e.ChildWorkflowExecutionCanceledEventAttributes.StartedEventId = id),
        HistoryEvent.AttributesOneofCase.ChildWorkflowExecutionTimedOutEventAttributes =>
            (e.ChildWorkflowExecutionTimedOutEventAttributes.InitiatedEventId, id => e.ChildWorkflowExecutionTimedOutEventAttributes.StartedEventId = id),
        HistoryEvent.AttributesOneofCase.ChildWorkflowExecutionTerminatedEventAttributes =>
            (e.ChildWorkflowExecutionTerminatedEventAttributes.InitiatedEventId, id => e.ChildWorkflowExecutionTerminatedEventAttributes.StartedEventId = id),
        _ => (0, null),
    };
}
