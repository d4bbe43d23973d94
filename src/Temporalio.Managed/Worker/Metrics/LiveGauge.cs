using Temporalio.Common;

namespace Temporalio.Worker.Metrics;

/// <summary>Shows how many of something there are now. Thread-safe.</summary>
internal sealed class LiveGauge(MetricGauge<long> gauge)
{
    private readonly Lock _lock = new();
    private int _count;

    public void Enter() => Change(1);

    public void Leave() => Change(-1);

    // Shown in the order of the changes: the last one stays.
    private void Change(int by)
    {
        lock (_lock)
        {
            gauge.Set(_count += by);
        }
    }
}
