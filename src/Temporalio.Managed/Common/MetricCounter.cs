namespace Temporalio.Common;

/// <summary>Adds up values. Thread-safe.</summary>
/// <typeparam name="T">An integer type.</typeparam>
public abstract class MetricCounter<T> : Metric<T>
    where T : struct
{
    /// <summary>For a counter of one's own.</summary>
    protected MetricCounter(string name, string? unit = null, string? description = null)
        : base(name, unit, description)
    {
    }

    /// <summary>Adds a value, which must not be negative.</summary>
    /// <param name="value">The value.</param>
    /// <param name="extraTags">Tags of this value; for those that come again, <see cref="WithTags"/> is faster.</param>
    public abstract void Add(T value, IEnumerable<KeyValuePair<string, object>>? extraTags = null);

    /// <summary>The counter with these tags besides its own.</summary>
    public abstract MetricCounter<T> WithTags(IEnumerable<KeyValuePair<string, object>> tags);
}
