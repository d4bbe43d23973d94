using ActivityCore.Routing;
using ActivityCore.Tests.Storage;

namespace ActivityCore.Tests.Routing;

public sealed class WaitingEventsTests
{
    private readonly ManualTimeProvider _time = new(new(2026, 3, 2, 6, 0, 0, TimeSpan.Zero));
    private readonly WaitingEvents _sut;

    public WaitingEventsTests() => _sut = new(_time);

    [Fact]
    public void Add_AgainAndAgain_WaitsLongerUpToAMinute()
    {
        var delays = Enumerable.Range(0, 9).Select(_ => _sut.Add(7).Delay.TotalSeconds);

        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60, 60], delays);
        Assert.False(_sut.MayBeTried(7));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(_sut.MayBeTried(7));
    }

    /// <summary>It failed here and was routed by somebody else: nothing here hears of that, and a time that is over must not be waited for without end.</summary>
    [Fact]
    public void Keep_RoutedByAnother_IsForgotten()
    {
        _sut.Add(7);
        _time.Advance(TimeSpan.FromSeconds(5));

        _sut.Keep(new HashSet<long>(), upTo: long.MaxValue, _time.GetUtcNow());

        Assert.Null(_sut.UntilNext());
        Assert.Equal(1, _sut.Add(7).Failures);
    }

    [Fact]
    public void Keep_StillUnroutedNotDueOrNotLookedAt_Stays()
    {
        _sut.Add(1);
        _sut.Add(9);
        _time.Advance(TimeSpan.FromSeconds(5));
        var begun = _time.GetUtcNow();
        _sut.Add(5);

        _sut.Keep(new HashSet<long> { 1 }, upTo: 8, begun);

        Assert.Equal([true, true, true], new long[] { 1, 5, 9 }.Select(_sut.Contains));
        Assert.Equal(TimeSpan.FromSeconds(-4), _sut.UntilNext());
    }
}
