namespace ActivityCore.Definitions;

/// <summary>A time that a cron trigger names, and whether there is a tick at it.</summary>
/// <param name="Local">On the wall clock of the trigger's time zone.</param>
/// <param name="At">The nominal time of the tick; null where there is none.</param>
/// <param name="Note">What the clocks do to it, a sentence for people; null on a day like any other.</param>
public sealed record CronMoment(DateTime Local, DateTimeOffset? At, string? Note)
{
    /// <summary>Every time after <paramref name="after"/>, in order and without end but for Temporal's (the year 2100).</summary>
    /// <param name="trigger">As the loader gives it.</param>
    /// <param name="after">Exclusive.</param>
    public static IEnumerable<CronMoment> After(Trigger.OnCron trigger, DateTimeOffset after)
    {
        ArgumentNullException.ThrowIfNull(trigger);
        return After(CronTimes.Of(trigger), after.UtcDateTime);
    }

    internal static IEnumerable<CronMoment> After(CronTimes times, DateTime after)
    {
        var last = after;
        while (times.Next(last) is { } next)
        {
            foreach (var change in ClockChange.Between(times.Zone, last, next))
            {
                foreach (var lost in Lost(times, change, last, next))
                    yield return lost;
            }

            yield return Tick(times, next);
            last = next;
        }
    }

    private static CronMoment Tick(CronTimes times, DateTime utc)
    {
        var local = times.Local(utc);
        var at = new DateTimeOffset(local, times.Zone.GetUtcOffset(utc));
        var note = !times.Zone.IsAmbiguousTime(local) ? null
            : at.Offset == times.Zone.GetAmbiguousTimeOffsets(local).Max() ? "The clock shows this time twice; this is the first."
            : "The clock shows this time twice; this is the second.";
        return new(local, at, note);
    }

    // What fits and does not happen, all of it on the day of the change.
    private static IEnumerable<CronMoment> Lost(CronTimes times, ClockChange change, DateTime last, DateTime next)
    {
        var minute = TimeSpan.FromMinutes(1);
        for (var local = change.From; change.IsGap && local < change.To; local += minute)
        {
            if (times.Calendar.Fits(local))
                yield return new(DateTime.SpecifyKind(local, DateTimeKind.Unspecified), null, "Skipped: the clock does not show this time on this day.");
        }

        // One tick for a time that comes twice is what anyone expects, unless ticks are to come all day.
        var (from, to) = (change.At - TimeSpan.FromHours(3), change.At + TimeSpan.FromHours(25));
        for (var utc = from; utc < to; utc += minute)
        {
            var local = times.Local(utc);
            if (utc > last && utc < next && times.Calendar.Fits(local) && (times.Calendar.EveryHour || (local != times.Local(last) && local != times.Local(next))))
                yield return new(local, null, change.IsGap ? "Left out by Temporal: this day begins with a gap." : "Left out by Temporal: the clock shows this hour twice.");
        }
    }
}
