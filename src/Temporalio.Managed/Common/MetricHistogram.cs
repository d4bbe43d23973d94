namespace Temporalio.Common;

/// <summary>Collects values. Thread-safe.</summary>
/// <typeparam name="T">An integer type, a floating point type or <see cref="TimeSpan"/>.</typeparam>
public abstract class MetricHistogram<T> : Metric<T>
    where T : struct
{
    /// <summary>For a histogram of one's own.</summary>
    protected MetricHistogram(string name, string? unit = null, string? description = null)
        : base(name, unit, description)
    {
    }

    /// <summary>Records a value, which must not be negative.</summary>
    /// <param name="value">The value.</param>
    /// <param name="extraTags">Tags of this value; for those that come again, <see cref="WithTags"/> is faster.</param>
    public abstract void Record(T value, IEnumerable<KeyValuePair<string, object>>? extraTags = null);

    /// <summary>The histogram with these tags besides its own.</summary>
    public abstract MetricHistogram<T> WithTags(IEnumerable<KeyValuePair<string, object>> tags);
}
