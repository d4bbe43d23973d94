using System.Collections.Frozen;
using Temporalio.Api.Enums.V1;

namespace Temporalio.DevServer.Visibility;

/// <summary>What a name in a filter stands for: a column of its own, or a custom attribute.</summary>
internal sealed record QueryField(string Name, IndexedValueType Type, string? Column)
{
    public bool IsStatus => string.Equals(Name, "ExecutionStatus", StringComparison.Ordinal);

    /// <summary>Columns of the runs table by the name that filters use.</summary>
    public static readonly FrozenDictionary<string, QueryField> System = new QueryField[]
    {
        new("WorkflowId", IndexedValueType.Keyword, "workflow_id"),
        new("RunId", IndexedValueType.Keyword, "run_id"),
        new("WorkflowType", IndexedValueType.Keyword, "workflow_type"),
        new("TaskQueue", IndexedValueType.Keyword, "task_queue"),
        new("ParentWorkflowId", IndexedValueType.Keyword, "parent_workflow_id"),
        new("ParentRunId", IndexedValueType.Keyword, "parent_run_id"),
        new("RootWorkflowId", IndexedValueType.Keyword, "root_workflow_id"),
        new("RootRunId", IndexedValueType.Keyword, "root_run_id"),
        new("ExecutionStatus", IndexedValueType.Keyword, "status"),
        new("StartTime", IndexedValueType.Datetime, "start_time"),
        new("ExecutionTime", IndexedValueType.Datetime, "execution_time"),
        new("CloseTime", IndexedValueType.Datetime, "close_time"),
        new("HistoryLength", IndexedValueType.Int, "history_length"),
        new("HistorySizeBytes", IndexedValueType.Int, "history_size"),
        new("StateTransitionCount", IndexedValueType.Int, "state_transitions"),
        new("ExecutionDuration", IndexedValueType.Int, "(close_time - execution_time)"),
    }.ToFrozenDictionary(f => f.Name, StringComparer.Ordinal);

    /// <summary>Columns of the schedules table, under the names that the workflows behind schedules have on the official service.</summary>
    public static readonly FrozenDictionary<string, QueryField> SchedulerWorkflow = new QueryField[]
    {
        new("TemporalNamespaceDivision", IndexedValueType.Keyword, "'TemporalScheduler'"),
        new("TemporalSchedulePaused", IndexedValueType.Bool, "paused"),
        new("WorkflowId", IndexedValueType.Keyword, "('temporal-sys-scheduler:' || schedule_id)"),
        new("ExecutionStatus", IndexedValueType.Keyword, "1"),
    }.ToFrozenDictionary(f => f.Name, StringComparer.Ordinal);

    /// <summary>Columns of the schedules table.</summary>
    public static readonly FrozenDictionary<string, QueryField> Schedule = new QueryField[]
    {
        new("ScheduleId", IndexedValueType.Keyword, "schedule_id"),
        new("TemporalSchedulePaused", IndexedValueType.Bool, "paused"),
    }.ToFrozenDictionary(f => f.Name, StringComparer.Ordinal);
}
