namespace ActivityCore.Definitions;

/// <summary>A moment at which the clocks of a time zone are put forward or back.</summary>
/// <param name="At">The moment, in UTC.</param>
/// <param name="Before">The offset from UTC until then.</param>
/// <param name="After">The offset from then on.</param>
internal sealed record ClockChange(DateTime At, TimeSpan Before, TimeSpan After)
{
    // No zone changes its clocks twice within this.
    private static readonly TimeSpan Stride = TimeSpan.FromHours(6);

    /// <summary>Whether wall clock times are left out; else they come twice.</summary>
    public bool IsGap => After > Before;

    /// <summary>The first wall clock time that is left out or comes twice.</summary>
    public DateTime From => At + (IsGap ? Before : After);

    /// <summary>The wall clock time behind the last of them.</summary>
    public DateTime To => At + (IsGap ? After : Before);

    /// <summary>The changes from <paramref name="from"/> to <paramref name="to"/> (UTC), in order.</summary>
    public static IEnumerable<ClockChange> Between(TimeZoneInfo zone, DateTime from, DateTime to)
    {
        var before = zone.GetUtcOffset(from);
        for (var at = from; at < to;)
        {
            var next = to - at < Stride ? to : at + Stride;
            var after = zone.GetUtcOffset(next);
            if (after != before)
                yield return new(Find(zone, at, next, before), before, after);

            (at, before) = (next, after);
        }
    }

    // Zones change their clocks at whole seconds.
    private static DateTime Find(TimeZoneInfo zone, DateTime low, DateTime high, TimeSpan before)
    {
        while (high - low > TimeSpan.FromSeconds(1))
        {
            var middle = low + TimeSpan.FromSeconds(Math.Floor((high - low).TotalSeconds / 2));
            if (zone.GetUtcOffset(middle) == before)
                low = middle;
            else
                high = middle;
        }

        return high;
    }
}
