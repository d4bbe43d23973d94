using Temporalio.DevServer.Tests.Support;
using Temporalio.DevServer.Timing;

namespace Temporalio.DevServer.Tests.Timing;

public sealed class TimerQueueTests
{
    private readonly ManualTimeProvider _clock = new();

    /// <summary>A run with a timer of a day and a task every ten seconds: what lies far ahead is noted once.</summary>
    [Fact]
    public void Wake_OwnerThatIsDueAgainAndAgain_LeavesOneEntryForWhatIsFarAhead()
    {
        using var queue = new TimerQueue(_clock);
        var far = In(TimeSpan.FromDays(1));
        var calls = 0;

        for (var i = 0; i < 100; i++)
        {
            queue.Wake("run", far, () => calls++);
            queue.Wake("run", In(TimeSpan.FromSeconds(10)), () => calls++);
            Assert.Equal(2, queue.Count);
            _clock.Advance(TimeSpan.FromSeconds(10));
        }

        Assert.Equal((100, 1), (calls, queue.Count));
        _clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal((101, 0), (calls, queue.Count));
    }

    [Fact]
    public void Wake_SeveralOwners_AreCalledInOrderAndEachForItself()
    {
        using var queue = new TimerQueue(_clock);
        var calls = new List<string>();
        queue.Wake(1L, In(TimeSpan.FromSeconds(2)), () => calls.Add("1 late"));
        queue.Wake(1L, In(TimeSpan.FromSeconds(1)), () => calls.Add("1 early"));
        queue.Wake(1L, In(TimeSpan.FromSeconds(3)), () => calls.Add("1 never"));
        queue.Wake(2L, In(TimeSpan.FromSeconds(3)), () => calls.Add("2"));
        queue.Wake(3L, long.MaxValue, () => calls.Add("3 never"));

        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["1 early"], calls);
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(["1 early", "1 late", "2"], calls);
        // After all is over an owner begins anew.
        queue.Wake(1L, In(TimeSpan.FromSeconds(1)), () => calls.Add("1 again"));
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(("1 again", 0), (calls[^1], queue.Count));
    }

    private long In(TimeSpan delay) => (_clock.GetUtcNow() + delay).UtcTicks;
}
