namespace Temporalio.DevServer.TimeSkipping;

/// <summary>A clock that runs as the one below it and can be put forward. Its timers run in the time of the one below. Thread-safe.</summary>
internal sealed class SkippingClock(TimeProvider below) : TimeProvider
{
    private long _ahead;

    public override DateTimeOffset GetUtcNow() => below.GetUtcNow().AddTicks(Interlocked.Read(ref _ahead));

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        below.CreateTimer(callback, state, dueTime, period);

    /// <summary>Puts the clock forward to a time in UTC ticks; a time that has passed changes nothing.</summary>
    public void AdvanceTo(long ticks)
    {
        var by = ticks - GetUtcNow().UtcTicks;
        if (by > 0)
            Interlocked.Add(ref _ahead, by);
    }
}
