using Temporalio.Common;

namespace Temporalio.Worker.Metrics;

/// <summary>Shows how many slots of a kind are used and free. Thread-safe.</summary>
internal sealed class SlotGauges
{
    private readonly MetricGauge<long> _used;
    private readonly MetricGauge<long> _available;
    private readonly int _capacity;

    public SlotGauges(MetricGauge<long> used, MetricGauge<long> available, int capacity)
    {
        _used = used;
        _available = available;
        _capacity = capacity;
        Changed(0);
    }

    /// <param name="working">What is worked on, including what waits for a slot.</param>
    public void Changed(int working)
    {
        var used = Math.Min(working, _capacity);
        _used.Set(used);
        _available.Set(_capacity - used);
    }
}
