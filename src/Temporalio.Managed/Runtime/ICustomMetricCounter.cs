namespace Temporalio.Runtime;

/// <summary>A counter of an <see cref="ICustomMetricMeter"/>. Thread-safe.</summary>
/// <typeparam name="T">The kind of its values.</typeparam>
public interface ICustomMetricCounter<T> : ICustomMetric<T>
    where T : struct
{
    /// <summary>Adds a value.</summary>
    /// <param name="value">Never negative.</param>
    /// <param name="tags">As <see cref="ICustomMetricMeter.CreateTags"/> has made them.</param>
    void Add(T value, object tags);
}
