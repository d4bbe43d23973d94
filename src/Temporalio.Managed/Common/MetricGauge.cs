namespace Temporalio.Common;

/// <summary>Keeps the last value. Thread-safe.</summary>
/// <typeparam name="T">An integer or floating point type.</typeparam>
public abstract class MetricGauge<T> : Metric<T>
    where T : struct
{
    /// <summary>For a gauge of one's own.</summary>
    protected MetricGauge(string name, string? unit = null, string? description = null)
        : base(name, unit, description)
    {
    }

    /// <summary>Sets the value, which must not be negative.</summary>
    /// <param name="value">The value.</param>
    /// <param name="extraTags">Tags of this value; for those that come again, <see cref="WithTags"/> is faster.</param>
#pragma warning disable CA1716 // The official package's name.
    public abstract void Set(T value, IEnumerable<KeyValuePair<string, object>>? extraTags = null);
#pragma warning restore CA1716

    /// <summary>The gauge with these tags besides its own.</summary>
    public abstract MetricGauge<T> WithTags(IEnumerable<KeyValuePair<string, object>> tags);
}
