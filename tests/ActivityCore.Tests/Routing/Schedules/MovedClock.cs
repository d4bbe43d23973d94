namespace ActivityCore.Tests.Routing.Schedules;

/// <summary>A clock that goes on from a time of the test's own and that the test puts forward. Timers run as on any clock: to put it forward wakes nobody.</summary>
internal sealed class MovedClock(DateTimeOffset start) : TimeProvider
{
    private long _offset = (start - System.GetUtcNow()).Ticks;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref _offset));

    /// <summary>Sets it to a time that must lie ahead.</summary>
    public void PutForwardTo(DateTimeOffset time)
    {
        var by = time - GetUtcNow();
        Assert.True(by > TimeSpan.Zero, $"The clock is at {GetUtcNow():u}, which is past {time:u}.");
        Interlocked.Add(ref _offset, by.Ticks);
    }
}
