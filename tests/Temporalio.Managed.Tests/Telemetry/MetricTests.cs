using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Temporalio.Client;
using Temporalio.Extensions.DiagnosticSource;
using Temporalio.Managed.Tests.Client;
using Temporalio.Managed.Tests.Common;
using Temporalio.Managed.Tests.Worker;
using Temporalio.Runtime;
using Temporalio.Worker;

namespace Temporalio.Managed.Tests.Telemetry;

[Collection(OwnServiceGroup.Name)]
public sealed class MetricTests(OwnServiceFixture service)
{
    [Fact]
    public async Task Run_EveryStep_IsMeasuredUnderTheDocumentedNames()
    {
        using var meter = new Meter("metric-test");
        using var seen = new Recorder(meter);
        var options = new MetricsOptions
        {
            CustomMetricMeter = new CustomMetricMeter(meter),
            GlobalTags = [new("site", "here")],
        };
        await ObserveAsync(options, cached: 0);

        Assert.Equal(DocumentedSurfaceTests.Metrics().Select(name => $"temporal_{name}"), seen.Names.Where(name => name.StartsWith("temporal_", StringComparison.Ordinal)));
        // The worker replays each task, and nothing of the workflow is counted twice.
        Assert.Equal(1, seen.Sum("observed_runs"));
        Assert.Equal(1, seen.Sum("temporal_workflow_completed", ("workflow_type", "ObservedWorkflow")));
        Assert.Equal(1, seen.Sum("temporal_workflow_completed", ("workflow_type", "ObservedChildWorkflow")));
        Assert.Equal(3, seen.Sum("temporal_activity_task_received"));
        Assert.Equal(2, seen.Sum("temporal_activity_execution_failed", ("activity_type", "Fail")));
        Assert.Equal(1, seen.Sum("temporal_local_activity_total", ("activity_type", "Measure")));
        Assert.Equal(2000, seen.Sum("observed_time", ("activity_type", "Measure")));
        Assert.Equal(1, seen.Sum("temporal_request", ("operation", "StartWorkflowExecution")));
        Assert.Equal(1, seen.Sum("temporal_request_failure", ("operation", "QueryWorkflow"), ("status_code", "InvalidArgument")));
        Assert.InRange(seen.Sum("temporal_long_request", ("operation", "PollWorkflowTaskQueue"))!.Value, 1, 1000);
        Assert.Equal(3, seen.Sum("temporal_worker_start"));
        Assert.Equal(0, seen.Last("temporal_num_pollers", ("poller_type", "workflow_task")));
        Assert.Equal(0, seen.Last("temporal_worker_task_slots_used", ("worker_type", "WorkflowWorker")));
        Assert.Equal(100, seen.Last("temporal_worker_task_slots_available", ("worker_type", "ActivityWorker")));
        foreach (var latency in (string[])
            [
                "workflow_endtoend_latency", "workflow_task_execution_latency", "workflow_task_schedule_to_start_latency",
                "workflow_task_replay_latency", "activity_execution_latency", "activity_schedule_to_start_latency",
                "activity_succeed_endtoend_latency", "local_activity_execution_latency", "local_activity_succeed_endtoend_latency",
                "request_latency", "long_request_latency",
            ])
        {
            Assert.Equal("ms", seen.Unit($"temporal_{latency}"));
        }
        Assert.All(seen.Tags("temporal_workflow_completed"), tags =>
        {
            Assert.Equal("default", tags["namespace"]);
            Assert.Equal("here", tags["site"]);
            Assert.Equal("temporal-core-sdk", tags["service_name"]);
            Assert.StartsWith("metrics-", (string)tags["task_queue"]!, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Durations_InSeconds_AndAnotherPrefix_AreAsAsked()
    {
        using var meter = new Meter("metric-test-seconds");
        using var seen = new Recorder(meter);
        await ObserveAsync(
            new()
            {
                CustomMetricMeter = new CustomMetricMeter(meter),
                CustomMetricMeterOptions = new() { HistogramDurationFormat = CustomMetricMeterOptions.DurationFormat.FloatSeconds },
                MetricPrefix = "mine_",
                AttachServiceName = false,
            },
            cached: 1000);

        Assert.Equal(2, seen.Sum("observed_time"));
        Assert.Equal("s", seen.Unit("mine_activity_execution_latency"));
        Assert.InRange(seen.Sum("mine_sticky_cache_hit")!.Value, 1, 100);
        Assert.Null(seen.Sum("mine_sticky_cache_miss"));
        Assert.All(seen.Tags("mine_workflow_completed"), tags => Assert.False(tags.ContainsKey("service_name")));
    }

    [Fact]
    public async Task FailedTask_IsCountedWithItsReason()
    {
        using var meter = new Meter("metric-test-failure");
        using var seen = new Recorder(meter);
        var client = await ConnectAsync(new() { CustomMetricMeter = new CustomMetricMeter(meter) });
        using var worker = new TemporalWorker(client, new TemporalWorkerOptions("metrics-failure").AddWorkflow<MisbehavingWorkflow>());

        await worker.ExecuteAsync(async () =>
        {
            var handle = await client.StartWorkflowAsync((MisbehavingWorkflow wf) => wf.RunAsync("throw"), new($"wf-{Guid.NewGuid()}", "metrics-failure"));
            await ClientTests.EventuallyAsync(() => Task.FromResult(
                seen.Sum("temporal_workflow_task_execution_failed", ("failure_reason", "WorkflowError")) >= 1));
            await handle.TerminateAsync();
        });
    }

    private async Task ObserveAsync(MetricsOptions metrics, int cached)
    {
        var client = await ConnectAsync(metrics);
        var queue = $"metrics-{Guid.NewGuid():N}";
        using var worker = new TemporalWorker(client, new TemporalWorkerOptions(queue) { MaxCachedWorkflows = cached, DebugMode = true }
            .AddWorkflow<ObservedWorkflow>().AddWorkflow<ObservedChildWorkflow>().AddAllActivities(typeof(ObservedActivities), null));
        await worker.ExecuteAsync(async () =>
        {
            var handle = await client.StartWorkflowAsync((ObservedWorkflow wf) => wf.RunAsync("Ada"), new($"wf-{Guid.NewGuid()}", queue));
            await Assert.ThrowsAsync<Temporalio.Exceptions.WorkflowQueryFailedException>(() => handle.QueryAsync<string>("unknown", []));
            await handle.SignalAsync(wf => wf.GoAsync());
            Assert.Equal("Hello, Ada!", await handle.GetResultAsync());
        }).WaitAsync(TimeSpan.FromMinutes(4));
    }

    private Task<TemporalClient> ConnectAsync(MetricsOptions metrics) => service.ConnectAsync(
        o => o.Runtime = new TemporalRuntime(new TemporalRuntimeOptions { Telemetry = new() { Metrics = metrics } }));

    /// <summary>Keeps what one meter records.</summary>
    private sealed class Recorder : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly ConcurrentDictionary<string, bool> _names = new(StringComparer.Ordinal);
        private readonly ConcurrentQueue<(Instrument Instrument, double Value, Dictionary<string, object?> Tags)> _measurements = new();

        public Recorder(Meter meter)
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter == meter)
                {
                    _names.TryAdd(instrument.Name, true);
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
            _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
            _listener.Start();
        }

        /// <summary>The instruments that were made, used or not.</summary>
        public IEnumerable<string> Names => _names.Keys.Order(StringComparer.Ordinal);

        public double? Sum(string name, params (string Name, object Value)[] tags) =>
            Of(name, tags) is { Count: > 0 } found ? found.Sum(m => m.Value) : null;

        public double Last(string name, params (string Name, object Value)[] tags) => Of(name, tags)[^1].Value;

        public string? Unit(string name) => Of(name, [])[0].Instrument.Unit;

        public IEnumerable<Dictionary<string, object?>> Tags(string name) => Of(name, []).Select(m => m.Tags);

        public void Dispose() => _listener.Dispose();

        private void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
            _measurements.Enqueue((instrument, value, new(tags.ToArray(), StringComparer.Ordinal)));

        private List<(Instrument Instrument, double Value, Dictionary<string, object?> Tags)> Of(string name, (string Name, object Value)[] tags) =>
            [.. _measurements.Where(m => m.Instrument.Name == name && tags.All(t => Equals(m.Tags.GetValueOrDefault(t.Name), t.Value)))];
    }
}
