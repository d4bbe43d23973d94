using System.Diagnostics;
using System.Diagnostics.Metrics;
using Temporalio.Runtime;

namespace Temporalio.Extensions.DiagnosticSource;

/// <summary>
/// Records the metrics of clients and workers with a <see cref="System.Diagnostics.Metrics.Meter"/>. To be set as
/// <see cref="MetricsOptions.CustomMetricMeter"/>. Durations are milliseconds unless
/// <see cref="MetricsOptions.CustomMetricMeterOptions"/> asks for seconds. Thread-safe.
/// </summary>
public class CustomMetricMeter : ICustomMetricMeter
{
    /// <summary>Records with the meter, which is not disposed of.</summary>
    public CustomMetricMeter(Meter meter) => Meter = meter;

    /// <summary>The meter.</summary>
    public Meter Meter { get; private init; }

    /// <inheritdoc />
    public ICustomMetricCounter<T> CreateCounter<T>(string name, string? unit, string? description)
        where T : struct => new CustomCounter<T>(Meter.CreateCounter<T>(name, unit, description));

    /// <inheritdoc />
    public ICustomMetricHistogram<T> CreateHistogram<T>(string name, string? unit, string? description)
        where T : struct
    {
        if (typeof(T) != typeof(TimeSpan))
        {
            return new CustomHistogram<T>(Meter.CreateHistogram<T>(name, unit, description));
        }
        // A meter has no durations: milliseconds, as by default.
        var milliseconds = Meter.CreateHistogram<long>(name, unit == "duration" ? "ms" : unit, description);
        return (ICustomMetricHistogram<T>)(object)new CustomDurations(milliseconds);
    }

    /// <inheritdoc />
    public ICustomMetricGauge<T> CreateGauge<T>(string name, string? unit, string? description)
        where T : struct => new CustomGauge<T>(Meter.CreateGauge<T>(name, unit, description));

    /// <inheritdoc />
    public object CreateTags(object? appendFrom, IReadOnlyCollection<KeyValuePair<string, object>> tags)
    {
        var all = appendFrom is Tags first
            ? new Dictionary<string, object?>(first.Values, StringComparer.Ordinal)
            : new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in tags)
        {
            all[name] = value;
        }
        return new Tags(all);
    }

    /// <summary>Each name once, the last value wins.</summary>
    private sealed class Tags(Dictionary<string, object?> values)
    {
        private readonly KeyValuePair<string, object?>[] _list = [.. values];

        public Dictionary<string, object?> Values => values;

        public TagList List => new(_list);
    }

    private sealed class CustomCounter<T>(Counter<T> counter) : ICustomMetricCounter<T>
        where T : struct
    {
        public void Add(T value, object tags) => counter.Add(value, ((Tags)tags).List);
    }

    private sealed class CustomHistogram<T>(Histogram<T> histogram) : ICustomMetricHistogram<T>
        where T : struct
    {
        public void Record(T value, object tags) => histogram.Record(value, ((Tags)tags).List);
    }

    private sealed class CustomDurations(Histogram<long> histogram) : ICustomMetricHistogram<TimeSpan>
    {
        public void Record(TimeSpan value, object tags) => histogram.Record((long)value.TotalMilliseconds, ((Tags)tags).List);
    }

    private sealed class CustomGauge<T>(Gauge<T> gauge) : ICustomMetricGauge<T>
        where T : struct
    {
        public void Set(T value, object tags) => gauge.Record(value, ((Tags)tags).List);
    }
}
