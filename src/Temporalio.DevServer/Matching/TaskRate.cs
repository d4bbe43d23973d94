namespace Temporalio.DevServer.Matching;

/// <summary>Tasks per second over the last half minute, or since the first use where that is less. Not thread-safe.</summary>
internal sealed class TaskRate(TimeProvider clock)
{
    private const int Seconds = 30;

    private readonly (long Second, int Count)[] _counts = new (long, int)[Seconds];
    private readonly long _start = clock.GetTimestamp();

    private double Elapsed => clock.GetElapsedTime(_start).TotalSeconds;

    /// <summary>What the rate is now.</summary>
    public float PerSecond
    {
        get
        {
            var elapsed = Elapsed;
            var total = _counts.Where(c => c.Second > (long)elapsed - Seconds).Sum(c => c.Count);
            return (float)(total / Math.Clamp(elapsed, 1, Seconds));
        }
    }

    public void Add()
    {
        var second = (long)Elapsed;
        ref var slot = ref _counts[second % Seconds];
        slot = slot.Second == second ? (second, slot.Count + 1) : (second, 1);
    }
}
