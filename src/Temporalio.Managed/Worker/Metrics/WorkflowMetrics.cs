using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Common;
using Temporalio.Runtime;

namespace Temporalio.Worker.Metrics;

/// <summary>What a worker tells of its workflows. Thread-safe.</summary>
internal sealed class WorkflowMetrics(MetricFactory make)
{
    private readonly MetricCounter<long> _pollSucceed = make.Counter("workflow_task_queue_poll_succeed", "Polls that brought a workflow task.");
    private readonly MetricCounter<long> _pollEmpty = make.Counter("workflow_task_queue_poll_empty", "Polls that brought none.");
    private readonly MetricCounter<long> _taskFailed = make.Counter("workflow_task_execution_failed", "Workflow tasks that failed.");
    private readonly MetricCounter<long> _completed = make.Counter("workflow_completed", "Workflows that completed.");
    private readonly MetricCounter<long> _canceled = make.Counter("workflow_canceled", "Workflows that ended cancelled.");
    private readonly MetricCounter<long> _failed = make.Counter("workflow_failed", "Workflows that failed.");
    private readonly MetricCounter<long> _continued = make.Counter("workflow_continue_as_new", "Workflows that continued as new.");
    private readonly MetricCounter<long> _cacheHit = make.Counter("sticky_cache_hit", "Workflow tasks whose workflow was in memory.");
    private readonly MetricCounter<long> _cacheMiss = make.Counter("sticky_cache_miss", "Workflow tasks whose workflow was expected in memory and was not.");
    private readonly MetricCounter<long> _forcedOut = make.Counter("sticky_cache_total_forced_eviction", "Workflows that left memory for want of room.");
    private readonly MetricGauge<long> _cacheSize = make.Gauge("sticky_cache_size", "Workflows in memory.");
    private readonly MetricHistogram<TimeSpan> _endToEnd = make.Durations("workflow_endtoend_latency", "Time from a run's start to its end.");
    private readonly MetricHistogram<TimeSpan> _wait =
        make.Durations("workflow_task_schedule_to_start_latency", "Time that workflow tasks wait for a worker.");

    private readonly MetricHistogram<TimeSpan> _execution =
        make.Durations("workflow_task_execution_latency", "Time from the receipt of a workflow task to its answer.");

    private readonly MetricHistogram<TimeSpan> _replay = make.Durations("workflow_task_replay_latency", "Time that a workflow needs to come back into memory.");

    public void Polled(PollWorkflowTaskQueueResponse? task)
    {
        if (task is null)
        {
            _pollEmpty.Add(1);
            return;
        }
        _pollSucceed.Add(1);
        if (task.ScheduledTime is { } scheduled && task.StartedTime is { } started && started.ToDateTime() >= scheduled.ToDateTime())
        {
            _wait.Record(started.ToDateTime() - scheduled.ToDateTime(), Of(task));
        }
    }

    public void Answered(PollWorkflowTaskQueueResponse task, TimeSpan took) => _execution.Record(took, Of(task));

    public void Replayed(PollWorkflowTaskQueueResponse task, TimeSpan took) => _replay.Record(took, Of(task));

    public void CacheHit() => _cacheHit.Add(1);

    public void CacheMiss() => _cacheMiss.Add(1);

    public void CacheChanged(int size) => _cacheSize.Set(size);

    public void ForcedOut() => _forcedOut.Add(1);

    public void TaskFailed(PollWorkflowTaskQueueResponse task, WorkflowTaskFailedCause cause) =>
        _taskFailed.Add(1, [.. Of(task), new(SdkMetricNames.FailureReason, Reason(cause))]);

    /// <summary>A workflow has ended.</summary>
    /// <param name="task">Its last task.</param>
    /// <param name="command">How it ended.</param>
    /// <param name="age">Time since its start.</param>
    public void Ended(PollWorkflowTaskQueueResponse task, CommandType command, TimeSpan age)
    {
        var counter = command switch
        {
            CommandType.CompleteWorkflowExecution => _completed,
            CommandType.CancelWorkflowExecution => _canceled,
            CommandType.ContinueAsNewWorkflowExecution => _continued,
            _ => _failed,
        };
        counter.Add(1, Of(task));
        if (command != CommandType.ContinueAsNewWorkflowExecution)
        {
            _endToEnd.Record(age > TimeSpan.Zero ? age : TimeSpan.Zero, Of(task));
        }
    }

    private static string Reason(WorkflowTaskFailedCause cause) => cause switch
    {
        WorkflowTaskFailedCause.NonDeterministicError => "NonDeterminismError",
        WorkflowTaskFailedCause.GrpcMessageTooLarge => "GrpcMessageTooLarge",
        _ => "WorkflowError",
    };

    private static KeyValuePair<string, object>[] Of(PollWorkflowTaskQueueResponse task) =>
        [new(SdkMetricNames.WorkflowType, task.WorkflowType?.Name ?? "")];
}
