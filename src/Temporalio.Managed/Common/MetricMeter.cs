namespace Temporalio.Common;

/// <summary>Makes metrics. They cost something to make: make them once. Thread-safe.</summary>
public abstract class MetricMeter
{
    /// <summary>Makes a counter.</summary>
    /// <typeparam name="T">An integer type.</typeparam>
    public abstract MetricCounter<T> CreateCounter<T>(string name, string? unit = null, string? description = null)
        where T : struct;

    /// <summary>Makes a histogram.</summary>
    /// <typeparam name="T">An integer type, a floating point type or <see cref="TimeSpan"/>.</typeparam>
    public abstract MetricHistogram<T> CreateHistogram<T>(string name, string? unit = null, string? description = null)
        where T : struct;

    /// <summary>Makes a gauge.</summary>
    /// <typeparam name="T">An integer or floating point type.</typeparam>
    public abstract MetricGauge<T> CreateGauge<T>(string name, string? unit = null, string? description = null)
        where T : struct;

    /// <summary>A meter whose metrics have these tags besides its own.</summary>
    public abstract MetricMeter WithTags(IEnumerable<KeyValuePair<string, object>> tags);
}
