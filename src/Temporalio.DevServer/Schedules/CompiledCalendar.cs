using System.Numerics;
using Temporalio.Api.Schedule.V1;
using Range = Temporalio.Api.Schedule.V1.Range;

namespace Temporalio.DevServer.Schedules;

/// <summary>
/// A calendar ready for search. All of its fields must match. A local time that a clock change leaves out does not happen,
/// one that it repeats happens twice. Times are seconds since the Unix epoch. Immutable.
/// </summary>
internal sealed class CompiledCalendar
{
    private const ulong SixtyBits = (1UL << 60) - 1;
    private const ulong AllHours = (1UL << 24) - 1;

    /// <summary>No zone's first year begins before this.</summary>
    private static readonly long FirstSecond =
        (long)(new DateTime(CalendarField.FirstYear - 1, 12, 30, 0, 0, 0, DateTimeKind.Utc) - DateTime.UnixEpoch).TotalSeconds;

    private readonly Zone _zone;
    private readonly ulong _seconds;
    private readonly ulong _minutes;
    private readonly ulong _hours;
    private readonly ulong _days;
    private readonly ulong _months;
    private readonly ulong _weekdays;
    private readonly bool[] _years = new bool[CalendarField.LastYear - CalendarField.FirstYear + 1];

    public CompiledCalendar(StructuredCalendarSpec spec, Zone zone)
    {
        _zone = zone;
        _seconds = Bits(spec.Second, 1);
        _minutes = Bits(spec.Minute, 1);
        _hours = Bits(spec.Hour, 1);
        _days = Bits(spec.DayOfMonth, ulong.MaxValue);
        _months = Bits(spec.Month, ulong.MaxValue);
        _weekdays = Bits(spec.DayOfWeek, ulong.MaxValue);
        foreach (var year in spec.Year.Count == 0 ? Enumerable.Range(CalendarField.FirstYear, _years.Length) : spec.Year.SelectMany(Values))
            _years[year - CalendarField.FirstYear] = true;
    }

    /// <summary>The first match after a time; null when there is none until the last year that is looked at.</summary>
    public long? Next(long after)
    {
        var second = Math.Max(after + 1, FirstSecond);
        while (true)
        {
            var offset = _zone.OffsetAt(second);
            var today = FloorDay(second + offset);
            if (NextDay(today) is not { } day)
                return null;
            // Days without a match are skipped; the last of them stay, as clocks may change meanwhile.
            if (day - today > 3)
            {
                second += (day - today - 2) * Zone.Day;
                continue;
            }

            var end = _zone.StretchEnd(second, offset);
            if (FirstWithin(second + offset, end + offset) is { } found)
                return found - offset;
            second = end;
        }
    }

    public bool Matches(long second)
    {
        var local = second + _zone.OffsetAt(second);
        var time = local - FloorDay(local) * Zone.Day;
        return Has(_hours, time / 3600) && Has(_minutes, time / 60 % 60) && Has(_seconds, time % 60) && MatchesDay(FloorDay(local));
    }

    /// <summary>The last second of those, from one that matches on, that are certain to match without a gap.</summary>
    public long MatchesUntil(long second)
    {
        if (_seconds != SixtyBits)
            return second;
        var offset = _zone.OffsetAt(second);
        var local = second + offset;
        var unit = _minutes != SixtyBits ? 60 : _hours != AllHours ? 3600 : Zone.Day;
        var end = local - local % unit + unit - 1 - offset;
        return Math.Min(end, _zone.StretchEnd(second, offset) - 1);
    }

    private static ulong Bits(IReadOnlyList<Range> ranges, ulong none) =>
        ranges.Count == 0 ? none : ranges.SelectMany(Values).Aggregate(0UL, (bits, value) => bits | (1UL << value));

    private static IEnumerable<int> Values(Range range)
    {
        var step = Math.Max(range.Step, 1);
        var end = Math.Max(range.End, range.Start);
        for (long value = range.Start; value <= end; value += step)
            yield return (int)value;
    }

    private static bool Has(ulong bits, long value) => (bits >> (int)value & 1) != 0;

    private static long FloorDay(long local) => Math.DivRem(local, Zone.Day) is var (day, rest) && rest < 0 ? day - 1 : day;

    /// <summary>The first matching local day from a given one on; days are counted since the Unix epoch.</summary>
    private long? NextDay(long day)
    {
        var date = DateOnly.FromDateTime(DateTime.UnixEpoch.AddDays(day));
        if (date.Year < CalendarField.FirstYear)
            date = new DateOnly(CalendarField.FirstYear, 1, 1);
        while (date.Year <= CalendarField.LastYear)
        {
            if (!_years[date.Year - CalendarField.FirstYear])
                date = new DateOnly(date.Year + 1, 1, 1);
            else if (!Has(_months, date.Month))
                date = new DateOnly(date.Year, date.Month, 1).AddMonths(1);
            else if (!Has(_days, date.Day) || !Has(_weekdays, (int)date.DayOfWeek))
                date = date.AddDays(1);
            else
                return date.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;
        }

        return null;
    }

    private bool MatchesDay(long day)
    {
        var date = DateTime.UnixEpoch.AddDays(day);
        return date.Year is >= CalendarField.FirstYear and <= CalendarField.LastYear
            && _years[date.Year - CalendarField.FirstYear]
            && Has(_months, date.Month) && Has(_days, date.Day) && Has(_weekdays, (int)date.DayOfWeek);
    }

    /// <summary>The first match on a clock that does not change, in [start, end).</summary>
    private long? FirstWithin(long start, long end)
    {
        for (var day = FloorDay(start); day * Zone.Day < end; day++)
        {
            if (!MatchesDay(day) || FirstTime(Math.Max(start - day * Zone.Day, 0)) is not { } time)
                continue;
            var found = day * Zone.Day + time;
            return found < end ? found : null;
        }

        return null;
    }

    /// <summary>The first matching time of the day at or after a given one, in seconds.</summary>
    private long? FirstTime(long from)
    {
        var (hour, minute, second) = ((int)(from / 3600), (int)(from / 60 % 60), (int)(from % 60));
        if (Has(_hours, hour))
        {
            if (Has(_minutes, minute) && First(_seconds, second) is { } sameMinute)
                return hour * 3600 + minute * 60 + sameMinute;
            if (First(_minutes, minute + 1) is { } laterMinute)
                return hour * 3600 + laterMinute * 60 + First(_seconds, 0);
        }

        return First(_hours, hour + 1) is { } laterHour ? laterHour * 3600 + First(_minutes, 0) * 60 + First(_seconds, 0) : null;
    }

    private static int? First(ulong bits, int from)
    {
        var rest = from > 63 ? 0 : bits >> from << from;
        return rest == 0 ? null : BitOperations.TrailingZeroCount(rest);
    }
}
