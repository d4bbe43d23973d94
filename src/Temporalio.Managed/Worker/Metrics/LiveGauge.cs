using Temporalio.Common;

namespace Temporalio.Worker.Metrics;

/// <summary>Shows how many of something there are now. Thread-safe.</summary>
internal sealed class LiveGauge(MetricGauge<long> gauge)
{
    private int _count;

    public void Enter() => gauge.Set(Interlocked.Increment(ref _count));

    public void Leave() => gauge.Set(Interlocked.Decrement(ref _count));
}
