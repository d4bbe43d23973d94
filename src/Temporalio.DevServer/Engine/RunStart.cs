using Temporalio.Api.Enums.V1;
using Temporalio.Api.TaskQueue.V1;
using Temporalio.DevServer.Timing;

namespace Temporalio.DevServer.Engine;

/// <summary>The first step of a run.</summary>
internal static class RunStart
{
    /// <summary>Fills a fresh state and writes the started event. The caller schedules the first workflow task.</summary>
    public static void Begin(RunWork work, string workflowId, string runId, NewRun start)
    {
        var state = work.State;
        var now = work.Now;
        state.NamespaceId = work.Run.Namespace.Id;
        state.WorkflowId = workflowId;
        state.RunId = runId;
        state.WorkflowType = start.WorkflowType;
        state.TaskQueue = start.TaskQueue;
        state.Status = (int)WorkflowExecutionStatus.Running;
        state.NextEventId = 1;
        state.StartTime = now;
        state.ExecutionTime = now + start.Backoff;
        state.FirstRunId = start.FirstRunId.Length == 0 ? runId : start.FirstRunId;
        state.OriginalRunId = runId;
        state.ContinuedRunId = start.ContinuedRunId;
        state.TaskTimeout = start.TaskTimeout;
        state.RetryPolicy = start.RetryPolicy;
        state.Attempt = start.Attempt;
        state.CronSchedule = start.CronSchedule;
        state.Memo = start.Memo;
        state.SearchAttributes = start.SearchAttributes;
        state.Parent = start.Parent;
        state.RootWorkflowId = start.RootWorkflowId.Length == 0 ? workflowId : start.RootWorkflowId;
        state.RootRunId = start.RootRunId.Length == 0 ? runId : start.RootRunId;
        state.StartRequestId = start.RequestId;
        state.TaskAttempt = 1;
        state.FirstTaskPending = start.WaitForParent;
        state.BackoffUntil = start.Backoff == 0 ? 0 : now + start.Backoff;
        state.UserMetadata = start.UserMetadata;
        state.Priority = start.Priority;
        SetDeadlines(state, start, now);
        work.Append(EventType.WorkflowExecutionStarted, e =>
        {
            e.UserMetadata = start.UserMetadata;
            e.WorkflowExecutionStartedEventAttributes = new()
            {
                WorkflowType = new() { Name = start.WorkflowType },
                ParentWorkflowNamespace = start.Parent?.Namespace ?? "",
                ParentWorkflowNamespaceId = start.Parent?.NamespaceId ?? "",
                ParentWorkflowExecution = start.Parent is { } p ? new() { WorkflowId = p.WorkflowId, RunId = p.RunId } : null,
                ParentInitiatedEventId = start.Parent?.InitiatedEventId ?? 0,
                TaskQueue = new TaskQueue { Name = start.TaskQueue, Kind = TaskQueueKind.Normal },
                Input = start.Input,
                WorkflowExecutionTimeout = Times.ToDuration(state.ExecutionTimeout),
                WorkflowRunTimeout = Times.ToDuration(state.RunTimeout),
                WorkflowTaskTimeout = Times.ToDuration(state.TaskTimeout),
                ContinuedExecutionRunId = start.ContinuedRunId,
                Initiator = start.Initiator,
                ContinuedFailure = start.ContinuedFailure,
                LastCompletionResult = start.LastCompletionResult,
                OriginalExecutionRunId = runId,
                Identity = start.Identity,
                FirstExecutionRunId = state.FirstRunId,
                RetryPolicy = start.RetryPolicy,
                Attempt = start.Attempt,
                WorkflowExecutionExpirationTime = Times.ToTimestampOrNull(state.ExecutionDeadline),
                CronSchedule = start.CronSchedule,
                FirstWorkflowTaskBackoff = Times.ToDuration(start.Backoff),
                Memo = start.Memo,
                SearchAttributes = start.SearchAttributes,
                Header = start.Header,
                WorkflowId = workflowId,
                RootWorkflowExecution = start.Parent is null ? null : new() { WorkflowId = state.RootWorkflowId, RunId = state.RootRunId },
                Priority = start.Priority,
                EagerExecutionAccepted = start.EagerAccepted,
            };
        });
    }

    /// <summary>A run never outlives its execution, whose end counts from its first run.</summary>
    private static void SetDeadlines(RunState state, NewRun start, long now)
    {
        state.ExecutionTimeout = start.ExecutionTimeout;
        state.ExecutionDeadline = start.ExecutionDeadline != 0 ? start.ExecutionDeadline
            : start.ExecutionTimeout > 0 ? now + start.Backoff + start.ExecutionTimeout : 0;
        state.RunTimeout = start.RunTimeout == 0 || (start.ExecutionTimeout > 0 && start.RunTimeout > start.ExecutionTimeout)
            ? start.ExecutionTimeout
            : start.RunTimeout;
        state.RunDeadline = state.RunTimeout == 0 ? 0 : now + start.Backoff + state.RunTimeout;
        if (state.ExecutionDeadline != 0 && (state.RunDeadline == 0 || state.RunDeadline > state.ExecutionDeadline))
            state.RunDeadline = state.ExecutionDeadline;
        state.TaskTimeout = Math.Min(
            start.TaskTimeout == 0 ? EngineLimits.DefaultTaskTimeout : start.TaskTimeout, EngineLimits.MaxTaskTimeout);
        if (state.RunTimeout != 0 && state.TaskTimeout > state.RunTimeout)
            state.TaskTimeout = state.RunTimeout;
    }
}
