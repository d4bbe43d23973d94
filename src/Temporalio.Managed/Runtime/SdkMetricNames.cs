namespace Temporalio.Runtime;

/// <summary>Names of metrics and tags, as Temporal's reference of SDK metrics has them.</summary>
internal static class SdkMetricNames
{
    public const string DefaultPrefix = "temporal_";

    /// <summary>Stands for what <see cref="CustomMetricMeterOptions.HistogramDurationFormat"/> makes of it.</summary>
    public const string DurationUnit = "duration";

    public const string Namespace = "namespace";
    public const string TaskQueue = "task_queue";
    public const string WorkflowType = "workflow_type";
    public const string ActivityType = "activity_type";
    public const string FailureReason = "failure_reason";
    public const string PollerType = "poller_type";
    public const string WorkerType = "worker_type";
    public const string Operation = "operation";
    public const string StatusCode = "status_code";
    public const string Eager = "eager";
}
