using System.Globalization;
using Temporalio.Common;
using DurationFormat = Temporalio.Runtime.CustomMetricMeterOptions.DurationFormat;

namespace Temporalio.Runtime;

/// <summary>Metrics that go to an <see cref="ICustomMetricMeter"/>.</summary>
internal sealed class CustomMeter(ICustomMetricMeter meter, DurationFormat durations, object tags) : MetricMeter
{
    private const string ServiceName = "temporal-core-sdk";

    public static CustomMeter Create(MetricsOptions options)
    {
        var tags = (options.GlobalTags ?? []).ToDictionary(tag => tag.Key, object (tag) => tag.Value, StringComparer.Ordinal);
        if (options.AttachServiceName)
        {
            tags["service_name"] = ServiceName;
        }
        var meter = options.CustomMetricMeter!;
        return new(
            meter, options.CustomMetricMeterOptions?.HistogramDurationFormat ?? DurationFormat.IntegerMilliseconds, meter.CreateTags(null, tags));
    }

    public override MetricCounter<T> CreateCounter<T>(string name, string? unit = null, string? description = null)
    {
        var counter = meter.CreateCounter<long>(name, unit, description);
        return new Counter<T>(meter, tags, name, unit, description, (value, t) => counter.Add(ToInteger(value), t));
    }

    public override MetricHistogram<T> CreateHistogram<T>(string name, string? unit = null, string? description = null) =>
        new Histogram<T>(meter, tags, name, unit, description, CreateRecorder<T>(name, unit, description));

    public override MetricGauge<T> CreateGauge<T>(string name, string? unit = null, string? description = null)
    {
        if (IsFloat<T>())
        {
            var numbers = meter.CreateGauge<double>(name, unit, description);
            return new Gauge<T>(meter, tags, name, unit, description, (value, t) => numbers.Set(ToNumber(value), t));
        }
        var integers = meter.CreateGauge<long>(name, unit, description);
        return new Gauge<T>(meter, tags, name, unit, description, (value, t) => integers.Set(ToInteger(value), t));
    }

    public override MetricMeter WithTags(IEnumerable<KeyValuePair<string, object>> more) =>
        new CustomMeter(meter, durations, meter.CreateTags(tags, [.. more]));

    private static bool IsFloat<T>() => typeof(T) == typeof(double) || typeof(T) == typeof(float);

    private static long ToInteger<T>(T value) => Convert.ToInt64(value, CultureInfo.InvariantCulture);

    private static double ToNumber<T>(T value) => Convert.ToDouble(value, CultureInfo.InvariantCulture);

    private Action<T, object> CreateRecorder<T>(string name, string? unit, string? description)
    {
        if (typeof(T) == typeof(TimeSpan))
        {
            var record = CreateDurations(name, unit, description);
            return (value, t) => record((TimeSpan)(object)value!, t);
        }
        if (IsFloat<T>())
        {
            var numbers = meter.CreateHistogram<double>(name, unit, description);
            return (value, t) => numbers.Record(ToNumber(value), t);
        }
        var integers = meter.CreateHistogram<long>(name, unit, description);
        return (value, t) => integers.Record(ToInteger(value), t);
    }

    private Action<TimeSpan, object> CreateDurations(string name, string? unit, string? description)
    {
        var isDuration = string.Equals(unit, SdkMetricNames.DurationUnit, StringComparison.Ordinal);
        switch (durations)
        {
            case DurationFormat.FloatSeconds:
                var seconds = meter.CreateHistogram<double>(name, isDuration ? "s" : unit, description);
                return (value, t) => seconds.Record(value.TotalSeconds, t);
            case DurationFormat.TimeSpan:
                var spans = meter.CreateHistogram<TimeSpan>(name, unit, description);
                return spans.Record;
            default:
                var milliseconds = meter.CreateHistogram<long>(name, isDuration ? "ms" : unit, description);
                return (value, t) => milliseconds.Record((long)value.TotalMilliseconds, t);
        }
    }

    private static object Append(ICustomMetricMeter meter, object tags, IEnumerable<KeyValuePair<string, object>>? more) =>
        more is null ? tags : meter.CreateTags(tags, [.. more]);

    private sealed class Counter<T>(
        ICustomMetricMeter meter, object tags, string name, string? unit, string? description, Action<T, object> add)
        : MetricCounter<T>(name, unit, description)
        where T : struct
    {
        public override void Add(T value, IEnumerable<KeyValuePair<string, object>>? extraTags = null) =>
            add(value, Append(meter, tags, extraTags));

        public override MetricCounter<T> WithTags(IEnumerable<KeyValuePair<string, object>> more) =>
            new Counter<T>(meter, Append(meter, tags, more), Name, Unit, Description, add);
    }

    private sealed class Histogram<T>(
        ICustomMetricMeter meter, object tags, string name, string? unit, string? description, Action<T, object> record)
        : MetricHistogram<T>(name, unit, description)
        where T : struct
    {
        public override void Record(T value, IEnumerable<KeyValuePair<string, object>>? extraTags = null) =>
            record(value, Append(meter, tags, extraTags));

        public override MetricHistogram<T> WithTags(IEnumerable<KeyValuePair<string, object>> more) =>
            new Histogram<T>(meter, Append(meter, tags, more), Name, Unit, Description, record);
    }

    private sealed class Gauge<T>(
        ICustomMetricMeter meter, object tags, string name, string? unit, string? description, Action<T, object> set)
        : MetricGauge<T>(name, unit, description)
        where T : struct
    {
        public override void Set(T value, IEnumerable<KeyValuePair<string, object>>? extraTags = null) =>
            set(value, Append(meter, tags, extraTags));

        public override MetricGauge<T> WithTags(IEnumerable<KeyValuePair<string, object>> more) =>
            new Gauge<T>(meter, Append(meter, tags, more), Name, Unit, Description, set);
    }
}
