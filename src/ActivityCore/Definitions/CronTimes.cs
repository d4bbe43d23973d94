namespace ActivityCore.Definitions;

/// <summary>
/// The nominal times of a cron trigger, as a Temporal Schedule takes them: by the wall clock of the time zone, to the minute. Where the clocks are put forward or back
/// it follows Temporal's own way through the hours of such a day, which a test compares with the service. Immutable and safe to share.
/// </summary>
internal sealed class CronTimes
{
    // Temporal looks no further.
    private const int LastYear = 2100;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly CronCalendar _calendar;
    private readonly TimeZoneInfo _zone;

    private CronTimes(CronCalendar calendar, TimeZoneInfo zone) => (_calendar, _zone) = (calendar, zone);

    /// <summary>The times of a trigger that the loader has checked.</summary>
    public static CronTimes Of(Trigger.OnCron trigger) => new(CronText.Compile(trigger.Expression), TimeZoneInfo.FindSystemTimeZoneById(trigger.TimeZone));

    public CronCalendar Calendar => _calendar;

    public TimeZoneInfo Zone => _zone;

    /// <summary>The first time after <paramref name="after"/> (UTC), in UTC; null where there is none.</summary>
    public DateTime? Next(DateTime after)
    {
        for (var next = NextOfDays(after); next is { } at; next = NextOfDays(at))
        {
            // What Temporal finds in a changed hour may lie in another hour or minute: schedules are made to leave that out.
            var local = Local(at);
            if (_calendar.Hours.Contains(local.Hour) && _calendar.Minutes.Contains(local.Minute))
                return at;
        }

        return null;
    }

    /// <summary>A moment of UTC on the wall clock.</summary>
    public DateTime Local(DateTime utc) => DateTime.SpecifyKind(utc + _zone.GetUtcOffset(utc), DateTimeKind.Unspecified);

    private DateTime? NextOfDays(DateTime after)
    {
        var local = Local(after);
        var day = local.Date;
        var (hour, minute) = (local.Hour, local.Minute + 1);
        var shift = Local(after - Hour).Hour == hour ? Hour : TimeSpan.Zero;
        while (day.Year <= LastYear)
        {
            // By the weekday that the clock shows: a day that begins in a gap begins the day before.
            var found = _calendar.FitsDate(day, Local(Moment(day, hour, minute)).DayOfWeek) ? NextOfHours(day, hour, minute, shift) : null;
            if (found is not null)
                return found;

            (day, hour, minute, shift) = (day.AddDays(1), 0, 0, TimeSpan.Zero);
        }

        return null;
    }

    // Hour by hour. An hour that the clock shows twice is gone through twice, the second time an hour later; one that it leaves out is left out.
    private DateTime? NextOfHours(DateTime day, int hour, int minute, TimeSpan shift)
    {
        for (; hour < 24; hour++)
        {
            if (_calendar.Hours.Contains(hour))
            {
                var (found, skipped) = NextOfMinutes(day, hour, minute, shift);
                if (found is not null)
                    return found;

                if (skipped)
                {
                    minute = 0;
                    continue;
                }

                if (shift == TimeSpan.Zero && Moment(day, hour + 1, 0) - Moment(day, hour, 0) > Hour && NextOfMinutes(day, hour, 0, Hour).Found is { } again)
                    return again;
            }

            (minute, shift) = (0, TimeSpan.Zero);
        }

        return null;
    }

    private (DateTime? Found, bool Skipped) NextOfMinutes(DateTime day, int hour, int minute, TimeSpan shift)
    {
        foreach (var candidate in _calendar.Minutes.Where(candidate => candidate >= minute))
        {
            var at = Moment(day, hour, candidate);
            return Local(at).Hour == hour ? (at + shift, false) : (null, true);
        }

        return (null, false);
    }

    /// <summary>The moment (UTC) of a wall clock time. One that is left out or comes twice is taken by the offset that holds as many hours earlier as the zone is ahead of UTC.</summary>
    private DateTime Moment(DateTime day, int hour, int minute)
    {
        var local = DateTime.SpecifyKind(day.AddHours(hour).AddMinutes(minute), DateTimeKind.Utc);
        var guess = _zone.GetUtcOffset(local);
        return guess == TimeSpan.Zero ? local : local - _zone.GetUtcOffset(local - guess);
    }
}
