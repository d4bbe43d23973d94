namespace Temporalio.Runtime;

/// <summary>A histogram of an <see cref="ICustomMetricMeter"/>. Thread-safe.</summary>
/// <typeparam name="T">The kind of its values.</typeparam>
public interface ICustomMetricHistogram<T> : ICustomMetric<T>
    where T : struct
{
    /// <summary>Records a value.</summary>
    /// <param name="value">Never negative.</param>
    /// <param name="tags">As <see cref="ICustomMetricMeter.CreateTags"/> has made them.</param>
    void Record(T value, object tags);
}
