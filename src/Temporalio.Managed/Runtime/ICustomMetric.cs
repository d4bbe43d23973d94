namespace Temporalio.Runtime;

/// <summary>Base of the metrics of an <see cref="ICustomMetricMeter"/>.</summary>
/// <typeparam name="T">The kind of its values.</typeparam>
public interface ICustomMetric<T>
    where T : struct
{
}
