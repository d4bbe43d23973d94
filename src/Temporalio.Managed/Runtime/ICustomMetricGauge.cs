namespace Temporalio.Runtime;

/// <summary>A gauge of an <see cref="ICustomMetricMeter"/>. Thread-safe.</summary>
/// <typeparam name="T">The kind of its values.</typeparam>
public interface ICustomMetricGauge<T> : ICustomMetric<T>
    where T : struct
{
    /// <summary>Sets the value.</summary>
    /// <param name="value">Never negative.</param>
    /// <param name="tags">As <see cref="ICustomMetricMeter.CreateTags"/> has made them.</param>
#pragma warning disable CA1716 // The official package's name.
    void Set(T value, object tags);
#pragma warning restore CA1716
}
