using ActivityCore.Settings;
using ActivityCore.Telemetry;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using System.Diagnostics.Metrics;
using Temporalio.Client;
using Temporalio.Extensions.DiagnosticSource;
using Temporalio.Extensions.OpenTelemetry;
using Temporalio.Runtime;

namespace ActivityCore.Cli.Telemetry;

/// <summary>
/// Sends traces and metrics of this process to an OTLP receiver, from its making until it is disposed of, which sends what is left. A receiver that
/// is away costs nothing but its numbers. Without an address nothing is collected.
/// </summary>
internal sealed class TelemetryExport : IDisposable
{
    private const int LastExportMilliseconds = 5_000;

    // Of .NET itself: requests to our port, calls to neighbours, memory and threads.
    private static readonly string[] PlatformMeters =
        ["Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "System.Runtime"];

    private readonly Meter? _temporal;
    private readonly MeterProvider? _metrics;
    private readonly TracerProvider? _traces;

    private TelemetryExport(TelemetrySettings settings, Uri endpoint)
    {
        _temporal = new("Temporalio");
        _metrics = OpenTelemetry.Sdk.CreateMeterProviderBuilder()
            .ConfigureResource(resource => resource.AddService(settings.ServiceName))
            .AddMeter([EngineMetrics.MeterName, _temporal.Name, .. PlatformMeters])
            .AddOtlpExporter((exporter, reader) =>
            {
                Configure(exporter, settings, endpoint, "v1/metrics");
                reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)settings.MetricInterval.TotalMilliseconds;
            })
            .Build();
        _traces = OpenTelemetry.Sdk.CreateTracerProviderBuilder()
            .ConfigureResource(resource => resource.AddService(settings.ServiceName))
            .AddSource(TracingInterceptor.ClientSource.Name, TracingInterceptor.WorkflowsSource.Name, TracingInterceptor.ActivitiesSource.Name)
            .AddOtlpExporter(exporter => Configure(exporter, settings, endpoint, "v1/traces"))
            .Build();
    }

    private TelemetryExport()
    {
    }

    public static TelemetryExport Start(TelemetrySettings settings) =>
        settings.Endpoint is { } endpoint ? new(settings, endpoint) : new();

    /// <summary>Has the client, and workers made with it, take part.</summary>
    public void Configure(TemporalClientConnectOptions options)
    {
        if (_temporal is null)
        {
            return;
        }

        options.Interceptors = [.. options.Interceptors ?? [], new TracingInterceptor()];
        options.Runtime = new TemporalRuntime(new()
        {
            Telemetry = new()
            {
                Metrics = new()
                {
                    CustomMetricMeter = new CustomMetricMeter(_temporal),
                    CustomMetricMeterOptions = new() { HistogramDurationFormat = CustomMetricMeterOptions.DurationFormat.FloatSeconds },
                },
            },
        });
    }

    public void Dispose()
    {
        _traces?.Shutdown(LastExportMilliseconds);
        _metrics?.Shutdown(LastExportMilliseconds);
        _traces?.Dispose();
        _metrics?.Dispose();
        _temporal?.Dispose();
    }

    private static void Configure(OtlpExporterOptions exporter, TelemetrySettings settings, Uri endpoint, string path)
    {
        exporter.Protocol = settings.Grpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        // The base address is the same for both; over HTTP each signal has its path below it.
        exporter.Endpoint = settings.Grpc ? endpoint : new(new($"{endpoint.ToString().TrimEnd('/')}/"), path);
        exporter.Headers = settings.Headers;
    }
}
