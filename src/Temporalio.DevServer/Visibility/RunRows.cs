using Google.Protobuf;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Workflow.V1;
using Temporalio.DevServer.Engine;
using Temporalio.DevServer.Storage;
using Temporalio.DevServer.Timing;

namespace Temporalio.DevServer.Visibility;

/// <summary>Runs as lists and descriptions show them.</summary>
internal static class RunRows
{
    public static RunRow From(Run run, RunState state)
    {
        var closed = state.Status != (int)WorkflowExecutionStatus.Running;
        return new RunRow
        {
            RunKey = run.Key,
            NamespaceKey = run.Namespace.Key,
            WorkflowId = state.WorkflowId,
            RunId = state.RunId,
            WorkflowType = state.WorkflowType,
            TaskQueue = state.TaskQueue,
            Status = state.Status,
            StartTime = state.StartTime,
            ExecutionTime = state.ExecutionTime,
            CloseTime = closed ? state.CloseTime : null,
            HistoryLength = closed ? state.NextEventId - 1 : null,
            HistorySize = closed ? state.HistorySize : null,
            StateTransitions = closed ? state.StateTransitions : null,
            ParentWorkflowId = state.Parent?.WorkflowId,
            ParentRunId = state.Parent?.RunId,
            RootWorkflowId = state.RootWorkflowId,
            RootRunId = state.RootRunId,
            Live = !closed || state.CloseEffectsPending,
            Info = Info(run, state).ToByteArray(),
        };
    }

    /// <summary>The full description, for one run.</summary>
    public static WorkflowExecutionInfo Describe(Run run)
    {
        var state = run.State;
        var info = Info(run, state);
        var closed = state.Status != (int)WorkflowExecutionStatus.Running;
        // Go clients of the official service rely on both being there.
        info.Memo ??= new();
        info.SearchAttributes ??= new();
        info.Execution = new() { WorkflowId = state.WorkflowId, RunId = state.RunId };
        info.Type = new() { Name = state.WorkflowType };
        info.StartTime = Times.ToTimestamp(state.StartTime);
        info.ExecutionTime = Times.ToTimestamp(state.ExecutionTime);
        info.CloseTime = closed ? Times.ToTimestamp(state.CloseTime) : null;
        info.ExecutionDuration = closed ? Times.ToDuration(Math.Max(state.CloseTime - state.ExecutionTime, 0)) : null;
        info.Status = (WorkflowExecutionStatus)state.Status;
        info.HistoryLength = state.NextEventId - 1 + WorkflowTasks.Unwritten(state, includeTransient: false).Count();
        info.HistorySizeBytes = state.HistorySize;
        info.StateTransitionCount = state.StateTransitions;
        info.TaskQueue = state.TaskQueue;
        info.RootExecution = new() { WorkflowId = state.RootWorkflowId, RunId = state.RootRunId };
        return info;
    }

    /// <summary>What the columns of the table do not hold.</summary>
    private static WorkflowExecutionInfo Info(Run run, RunState state) => new()
    {
        Memo = state.Memo,
        SearchAttributes = SearchAttributeRules.WithTypes(run.Namespace, state.SearchAttributes),
        FirstRunId = state.FirstRunId,
        Priority = state.Priority,
        ParentNamespaceId = state.Parent?.NamespaceId ?? "",
        ParentExecution = state.Parent is { } p ? new() { WorkflowId = p.WorkflowId, RunId = p.RunId } : null,
    };
}
