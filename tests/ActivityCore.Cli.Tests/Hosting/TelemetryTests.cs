using System.Diagnostics.Metrics;
using ActivityCore.Cli.CommandLine;
using ActivityCore.Cli.Tests.Dev;
using ActivityCore.Telemetry;

namespace ActivityCore.Cli.Tests.Hosting;

public sealed class TelemetryTests
{
    [Fact]
    public async Task Dev_WithAReceiver_SendsTracesAndMetricsOfEngineAndTemporal()
    {
        await using var receiver = await OtlpReceiver.StartAsync();
        using var folder = new TemporaryFolder();
        var environment = new Dictionary<string, string?>(DevProcess.Environment(folder.Path), StringComparer.Ordinal)
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = receiver.Address,
            ["OTEL_EXPORTER_OTLP_HEADERS"] = "x-key=planted",
            ["OTEL_SERVICE_NAME"] = "the-tested-one",
            // What is looked up now and then is gone when the last export comes.
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "100",
        };

        var run = await CliRun.Async(environment, "dev", "--port", "0", "--events", DevProcess.Samples);

        Assert.True(run.ExitCode == ExitCode.Ok, run.Error);
        foreach (var metric in (string[])
            [
                "activity_core.events.received", "activity_core.runs", "activity_core.tasks", "activity_core.runs.parked",
                "temporal_workflow_completed", "temporal_activity_execution_latency", "temporal_request", "the-tested-one",
            ])
        {
            Assert.True(receiver.Has("/v1/metrics", metric), metric);
        }

        foreach (var span in (string[])["StartWorkflow:RunActivity", "RunWorkflow:RunActivity", "RunActivity:emit_tasks", "the-tested-one"])
        {
            Assert.True(receiver.Has("/v1/traces", span), span);
        }

        Assert.All(receiver.Requests, request => Assert.Equal("planted", request.Key));
        Assert.DoesNotContain("planted", run.Out + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dev_WhoseReceiverIsAway_WorksAllTheSame()
    {
        using var folder = new TemporaryFolder();
        var environment = new Dictionary<string, string?>(DevProcess.Environment(folder.Path), StringComparer.Ordinal)
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:9",
        };

        var run = await CliRun.Async(environment, "dev", "--port", "0", "--events", DevProcess.Samples);

        Assert.True(run.ExitCode == ExitCode.Ok, run.Error);
    }

    [Fact]
    public async Task Events_RunsAndTasks_AreCounted()
    {
        var counts = new System.Collections.Concurrent.ConcurrentDictionary<string, long>(StringComparer.Ordinal);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Meter.Name == EngineMetrics.MeterName)
            {
                l.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
        {
            foreach (var (name, tag) in tags)
            {
                counts.AddOrUpdate($"{instrument.Name} {name}={tag}", value, (_, sum) => sum + value);
            }
        });
        listener.Start();
        using var folder = new TemporaryFolder();

        var before = counts.ToDictionary(StringComparer.Ordinal);
        await CliRun.Async(DevProcess.Environment(folder.Path), "dev", "--port", "0", "--events", DevProcess.Samples);
        await CliRun.Async(DevProcess.Environment(folder.Path), "dev", "--port", "0", "--events", DevProcess.Samples);

        // Other tests of this process count too, so these are the least that there can be.
        long Since(string name) => counts.GetValueOrDefault(name) - before.GetValueOrDefault(name);
        Assert.InRange(Since("activity_core.events.received outcome=accepted"), 1, long.MaxValue);
        Assert.InRange(Since("activity_core.events.received outcome=duplicate"), 1, long.MaxValue);
        Assert.InRange(Since("activity_core.runs state=completed"), 3, long.MaxValue);
        Assert.InRange(Since("activity_core.tasks state=dry_run"), 10, long.MaxValue);
    }
}
