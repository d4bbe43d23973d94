using Temporalio.Api.Command.V1;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.DevServer.Timing;

namespace Temporalio.DevServer.Engine;

/// <summary>The ways in which a run closes, and the run that follows: a retry, the next cron time, continue-as-new.</summary>
internal static class Closing
{
    private static readonly long ShortestRun = TimeSpan.TicksPerSecond;

    public static void Complete(RunWork work, Payloads? result, long completedEventId)
    {
        var next = NextCron(work, failure: null, result);
        work.Append(EventType.WorkflowExecutionCompleted, e => e.WorkflowExecutionCompletedEventAttributes = new()
        {
            Result = result,
            WorkflowTaskCompletedEventId = completedEventId,
            NewExecutionRunId = next?.RunId ?? "",
        });
        Close(work, WorkflowExecutionStatus.Completed, next);
    }

    public static void Fail(RunWork work, Failure? failure, long completedEventId)
    {
        var (retry, next) = NextAttempt(work, failure ?? new Failure());
        next ??= NextCron(work, failure, result: null);
        work.Append(EventType.WorkflowExecutionFailed, e => e.WorkflowExecutionFailedEventAttributes = new()
        {
            Failure = failure,
            RetryState = retry,
            WorkflowTaskCompletedEventId = completedEventId,
            NewExecutionRunId = next?.RunId ?? "",
        });
        Close(work, WorkflowExecutionStatus.Failed, next);
    }

    public static void Cancel(RunWork work, Payloads? details, long completedEventId)
    {
        work.Append(EventType.WorkflowExecutionCanceled, e => e.WorkflowExecutionCanceledEventAttributes = new()
        {
            Details = details,
            WorkflowTaskCompletedEventId = completedEventId,
        });
        Close(work, WorkflowExecutionStatus.Canceled, null);
    }

    public static void Terminate(RunWork work, string reason, Payloads? details, string identity)
    {
        Abandon(work);
        work.Append(EventType.WorkflowExecutionTerminated, e => e.WorkflowExecutionTerminatedEventAttributes = new()
        {
            Reason = reason,
            Details = details,
            Identity = identity,
        });
        Close(work, WorkflowExecutionStatus.Terminated, null);
    }

    public static void TimeOut(RunWork work)
    {
        Abandon(work);
        var (retry, next) = (RetryState.Timeout, (Successor?)null);
        if (work.State.ExecutionDeadline == 0 || work.Now < work.State.ExecutionDeadline)
        {
            var failure = new Failure
            {
                Message = "workflow timeout",
                Source = "Server",
                TimeoutFailureInfo = new() { TimeoutType = TimeoutType.StartToClose },
            };
            (retry, next) = NextAttempt(work, failure);
            next ??= NextCron(work, failure, result: null);
        }

        work.Append(EventType.WorkflowExecutionTimedOut, e => e.WorkflowExecutionTimedOutEventAttributes = new()
        {
            RetryState = retry,
            NewExecutionRunId = next?.RunId ?? "",
        });
        Close(work, WorkflowExecutionStatus.TimedOut, next);
    }

    public static void ContinueAsNew(RunWork work, ContinueAsNewWorkflowExecutionCommandAttributes command, long completedEventId, string identity)
    {
        var state = work.State;
        // A workflow that continues at once, for ever, must not starve the rest.
        var backoff = Math.Max(Times.FromDuration(command.BackoffStartInterval), Math.Max(0, ShortestRun - (work.Now - state.ExecutionTime)));
        var start = Chain(work) with
        {
            WorkflowType = command.WorkflowType?.Name is { Length: > 0 } type ? type : state.WorkflowType,
            TaskQueue = command.TaskQueue?.Name is { Length: > 0 } queue ? queue : state.TaskQueue,
            Input = command.Input,
            Header = command.Header,
            RunTimeout = command.WorkflowRunTimeout is null ? state.RunTimeout : Times.FromDuration(command.WorkflowRunTimeout),
            TaskTimeout = command.WorkflowTaskTimeout is null ? state.TaskTimeout : Times.FromDuration(command.WorkflowTaskTimeout),
            RetryPolicy = command.RetryPolicy,
            CronSchedule = command.CronSchedule,
            Memo = command.Memo ?? state.Memo,
            SearchAttributes = command.SearchAttributes ?? BuildIds.Without(state.SearchAttributes),
            Backoff = backoff,
            Initiator = command.Initiator == ContinueAsNewInitiator.Unspecified ? ContinueAsNewInitiator.Workflow : command.Initiator,
            ContinuedFailure = command.Failure,
            LastCompletionResult = command.LastCompletionResult,
            Identity = identity,
        };
        var next = new Successor(work.Rules.NewId(), start);
        work.Append(EventType.WorkflowExecutionContinuedAsNew, e => e.WorkflowExecutionContinuedAsNewEventAttributes = new()
        {
            NewExecutionRunId = next.RunId,
            WorkflowType = new() { Name = start.WorkflowType },
            TaskQueue = new() { Name = start.TaskQueue, Kind = TaskQueueKind.Normal },
            Input = command.Input,
            WorkflowRunTimeout = Times.ToDuration(start.RunTimeout),
            WorkflowTaskTimeout = Times.ToDuration(start.TaskTimeout),
            WorkflowTaskCompletedEventId = completedEventId,
            BackoffStartInterval = Times.ToDuration(backoff),
            Initiator = start.Initiator,
            LastCompletionResult = command.LastCompletionResult,
            Header = command.Header,
            Memo = start.Memo,
            SearchAttributes = start.SearchAttributes,
        });
        Close(work, WorkflowExecutionStatus.ContinuedAsNew, next);
    }

    /// <summary>The end of a run that is not its worker's doing: what is with a worker is given up, what waits is written.</summary>
    private static void Abandon(RunWork work)
    {
        if (work.State.Task is { StartedEventId: > 0 })
            WorkflowTasks.Fail(work, WorkflowTaskFailedCause.ForceCloseCommand, failure: null, identity: "");
    }

    private static void Close(RunWork work, WorkflowExecutionStatus status, Successor? next)
    {
        var state = work.State;
        state.Status = (int)status;
        state.CloseTime = work.Now;
        state.Task = null;
        state.Activities.Clear();
        state.Timers.Clear();
        state.Externals.Clear();
        state.Buffered.Clear();
        state.SignalRequestIds.Clear();
        state.SuccessorRunId = next?.RunId ?? "";
        work.Successor = next;
        work.RowChanged = true;
        if ((state.Parent is not null && next is null) || state.Children.Count > 0)
        {
            state.CloseEffectsPending = true;
            work.Effects.Add(new Effect.AfterClose());
        }
    }

    private static (RetryState State, Successor? Next) NextAttempt(RunWork work, Failure failure)
    {
        var state = work.State;
        var (delay, retry) = RetryMath.Next(state.RetryPolicy, state.Attempt, work.Now, state.ExecutionDeadline, failure);
        return retry == RetryState.InProgress
            ? (retry, new Successor(work.Rules.NewId(), Repeat(work, delay) with
            {
                Initiator = ContinueAsNewInitiator.Retry,
                Attempt = state.Attempt + 1,
                ContinuedFailure = failure,
            }))
            : (retry, null);
    }

    private static Successor? NextCron(RunWork work, Failure? failure, Payloads? result)
    {
        var state = work.State;
        if (state.CronSchedule.Length == 0 || !CronSchedule.TryParse(state.CronSchedule, out var cron))
            return null;
        var delay = cron.Backoff(state.ExecutionTime, work.Now);
        if (delay is not { } wait || (state.ExecutionDeadline != 0 && work.Now + wait > state.ExecutionDeadline))
            return null;
        var start = Repeat(work, wait) with { Initiator = ContinueAsNewInitiator.CronSchedule, ContinuedFailure = failure };
        return new Successor(work.Rules.NewId(), result is null ? start : start with { LastCompletionResult = result });
    }

    /// <summary>The same run once more.</summary>
    private static NewRun Repeat(RunWork work, long backoff)
    {
        var started = work.FindEvent(1).WorkflowExecutionStartedEventAttributes;
        return Chain(work) with
        {
            Input = started.Input,
            Header = started.Header,
            LastCompletionResult = started.LastCompletionResult,
            Backoff = backoff,
            Identity = started.Identity,
        };
    }

    /// <summary>What every later run of a chain keeps.</summary>
    private static NewRun Chain(RunWork work)
    {
        var state = work.State;
        return new NewRun
        {
            WorkflowType = state.WorkflowType,
            TaskQueue = state.TaskQueue,
            ExecutionTimeout = state.ExecutionTimeout,
            ExecutionDeadline = state.ExecutionDeadline,
            RunTimeout = state.RunTimeout,
            TaskTimeout = state.TaskTimeout,
            RetryPolicy = state.RetryPolicy,
            CronSchedule = state.CronSchedule,
            Memo = state.Memo,
            SearchAttributes = BuildIds.Without(state.SearchAttributes),
            Parent = state.Parent,
            RootWorkflowId = state.RootWorkflowId,
            RootRunId = state.RootRunId,
            ContinuedRunId = state.RunId,
            FirstRunId = state.FirstRunId,
            RequestId = work.Rules.NewId(),
            UserMetadata = state.UserMetadata,
            Priority = state.Priority,
        };
    }
}
