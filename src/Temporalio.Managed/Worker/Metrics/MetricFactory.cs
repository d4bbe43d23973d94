using Temporalio.Common;
using Temporalio.Runtime;

namespace Temporalio.Worker.Metrics;

/// <summary>Makes the metrics of one worker, with its namespace and task queue as tags.</summary>
internal sealed class MetricFactory
{
    private readonly MetricMeter _meter;
    private readonly string _prefix;

    public MetricFactory(TemporalRuntime runtime, string ns, string taskQueue)
    {
        _meter = runtime.MetricMeter.WithTags([new(SdkMetricNames.Namespace, ns), new(SdkMetricNames.TaskQueue, taskQueue)]);
        _prefix = runtime.MetricPrefix;
        Workflows = new(this);
        Activities = new(this);
    }

    /// <summary>For the metrics of workflow and activity code.</summary>
    public MetricMeter Meter => _meter;

    public WorkflowMetrics Workflows { get; }

    public ActivityMetrics Activities { get; }

    public MetricCounter<long> Counter(string name, string description) => _meter.CreateCounter<long>(_prefix + name, null, description);

    public MetricGauge<long> Gauge(string name, string description) => _meter.CreateGauge<long>(_prefix + name, null, description);

    public MetricHistogram<TimeSpan> Durations(string name, string description) =>
        _meter.CreateHistogram<TimeSpan>(_prefix + name, SdkMetricNames.DurationUnit, description);

    public LiveGauge Pollers(string type) =>
        new(Gauge("num_pollers", "Polls under way.").WithTags([new(SdkMetricNames.PollerType, type)]));

    /// <summary>Counts the worker's start, too.</summary>
    public SlotGauges Slots(string workerType, int capacity)
    {
        KeyValuePair<string, object>[] tags = [new(SdkMetricNames.WorkerType, workerType)];
        Counter("worker_start", "Workers started.").Add(1, tags);
        return new(
            Gauge("worker_task_slots_used", "Slots with a task.").WithTags(tags),
            Gauge("worker_task_slots_available", "Slots without a task.").WithTags(tags),
            capacity);
    }
}
