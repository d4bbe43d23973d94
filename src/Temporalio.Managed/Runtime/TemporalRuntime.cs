using Temporalio.Common;

namespace Temporalio.Runtime;

/// <summary>What connections share: where their metrics and those of their workers go. Thread-safe.</summary>
public sealed class TemporalRuntime
{
    private static readonly Lazy<TemporalRuntime> LazyDefault = new(() => new(new()));

    /// <summary>Takes a copy of the options.</summary>
    public TemporalRuntime(TemporalRuntimeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var metrics = ((TemporalRuntimeOptions)options.Clone()).Telemetry.Metrics;
        HasMetrics = metrics?.CustomMetricMeter is not null;
        MetricMeter = HasMetrics ? CustomMeter.Create(metrics!) : NoopMetricMeter.Instance;
        Client = new(MetricMeter, metrics?.MetricPrefix ?? SdkMetricNames.DefaultPrefix);
        MetricPrefix = metrics?.MetricPrefix ?? SdkMetricNames.DefaultPrefix;
    }

    /// <summary>The runtime of connections that name none. It has no metrics.</summary>
    public static TemporalRuntime Default => LazyDefault.Value;

    /// <summary>Makes metrics that go where the runtime's own go.</summary>
    public MetricMeter MetricMeter { get; }

    /// <summary>False: nobody wants them, so that nothing need be measured.</summary>
    internal bool HasMetrics { get; }

    internal string MetricPrefix { get; }

    internal ClientMetrics Client { get; }
}
