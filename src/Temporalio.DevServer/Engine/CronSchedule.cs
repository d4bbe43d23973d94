using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Temporalio.DevServer.Engine;

/// <summary>
/// The cron form of a workflow's own schedule: five fields, "@every 5m", "@hourly" and so on, with an optional
/// "CRON_TZ=" or "TZ=" in front. As in cron, when both day fields are given either of them may match.
/// </summary>
internal sealed class CronSchedule
{
    private static readonly string[] Months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    private static readonly string[] Days = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    private readonly TimeZoneInfo _zone;
    private readonly TimeSpan _every;
    private readonly ulong[] _fields;
    private readonly bool _anyDay;
    private readonly bool _anyWeekday;

    private CronSchedule(TimeZoneInfo zone, TimeSpan every, ulong[] fields, bool anyDay, bool anyWeekday)
    {
        _zone = zone;
        _every = every;
        _fields = fields;
        _anyDay = anyDay;
        _anyWeekday = anyWeekday;
    }

    public static bool TryParse(string text, [NotNullWhen(true)] out CronSchedule? schedule)
    {
        schedule = null;
        text = text.Trim();
        var zone = TimeZoneInfo.Utc;
        if (text.StartsWith("CRON_TZ=", StringComparison.Ordinal) || text.StartsWith("TZ=", StringComparison.Ordinal))
        {
            var space = text.IndexOf(' ', StringComparison.Ordinal);
            if (space < 0 || !TimeZoneInfo.TryFindSystemTimeZoneById(text[(text.IndexOf('=', StringComparison.Ordinal) + 1)..space], out zone!))
                return false;
            text = text[space..].Trim();
        }

        if (text.StartsWith("@every ", StringComparison.Ordinal))
        {
            if (!GoDuration.TryParse(text[7..].Trim(), out var every) || every < TimeSpan.FromSeconds(1))
                return false;
            schedule = new CronSchedule(zone, new TimeSpan(every.Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond), [], false, false);
            return true;
        }

        text = text switch
        {
            "@yearly" or "@annually" => "0 0 1 1 *",
            "@monthly" => "0 0 1 * *",
            "@weekly" => "0 0 * * 0",
            "@daily" or "@midnight" => "0 0 * * *",
            "@hourly" => "0 * * * *",
            _ => text,
        };
        var parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length != 5
            || !TryField(parts[0], 0, 59, [], out var minutes)
            || !TryField(parts[1], 0, 23, [], out var hours)
            || !TryField(parts[2], 1, 31, [], out var days)
            || !TryField(parts[3], 1, 12, Months, out var months)
            || !TryField(parts[4], 0, 6, Days, out var weekdays))
        {
            return false;
        }

        schedule = new CronSchedule(
            zone, default, [minutes, hours, days, months, weekdays], parts[2][0] is '*' or '?', parts[4][0] is '*' or '?');
        return true;
    }

    /// <summary>
    /// How long after <paramref name="closeTicks"/> the next run begins, in ticks: the first time of the schedule, counted from
    /// the run's own start, that is not past. Null when there is none within some years.
    /// </summary>
    public long? Backoff(long startTicks, long closeTicks)
    {
        if (_every > TimeSpan.Zero)
        {
            var step = _every.Ticks;
            var first = startTicks - startTicks % TimeSpan.TicksPerSecond + step;
            var next = first >= closeTicks ? first : first + (closeTicks - first + step - 1) / step * step;
            return RoundUp(next - closeTicks);
        }

        // The last minute before the close is as far back as the search needs to begin.
        var from = Math.Max(startTicks, closeTicks - TimeSpan.TicksPerMinute);
        var time = Next(new DateTimeOffset(from, TimeSpan.Zero));
        while (time is { } t && t.UtcTicks < closeTicks)
            time = Next(t);
        return time is { } found ? RoundUp(found.UtcTicks - closeTicks) : null;
    }

    private static long RoundUp(long ticks) => (ticks + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond;

    /// <summary>As in cron, an hour that the clock repeats counts twice, and one that it leaves out not at all.</summary>
    private DateTimeOffset? Next(DateTimeOffset after)
    {
        var day = TimeZoneInfo.ConvertTime(after, _zone).Date;
        for (var i = 0; i < 366 * 8; i++, day = day.AddDays(1))
        {
            if (Has(3, day.Month) && MatchesDay(day) && Times(day).Where(t => t > after).Order().Cast<DateTimeOffset?>().FirstOrDefault() is { } next)
                return next;
        }

        return null;
    }

    private IEnumerable<DateTimeOffset> Times(DateTime day)
    {
        for (var minute = 0; minute < 24 * 60; minute++)
        {
            if (!Has(1, minute / 60) || !Has(0, minute % 60))
                continue;
            var local = day.AddMinutes(minute);
            if (_zone.IsAmbiguousTime(local))
            {
                foreach (var offset in _zone.GetAmbiguousTimeOffsets(local))
                    yield return new DateTimeOffset(local, offset);
            }
            else if (!_zone.IsInvalidTime(local))
            {
                yield return new DateTimeOffset(local, _zone.GetUtcOffset(local));
            }
        }
    }

    private bool MatchesDay(DateTime day)
    {
        var byDay = Has(2, day.Day);
        var byWeekday = Has(4, (int)day.DayOfWeek);
        return _anyDay || _anyWeekday ? byDay && byWeekday : byDay || byWeekday;
    }

    private bool Has(int field, int value) => (_fields[field] & (1UL << value)) != 0;

    private static bool TryField(string text, int min, int max, string[] names, out ulong bits)
    {
        bits = 0;
        foreach (var item in text.Split(','))
        {
            var slash = item.IndexOf('/', StringComparison.Ordinal);
            var step = 1;
            if (slash >= 0 && (!int.TryParse(item.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out step) || step == 0))
                return false;
            step = Math.Min(step, 100);
            var range = slash >= 0 ? item[..slash] : item;
            int from;
            int to;
            if (range is "*" or "?")
            {
                (from, to) = (min, max);
            }
            else
            {
                var dash = range.IndexOf('-', StringComparison.Ordinal);
                if (!TryValue(dash < 0 ? range : range[..dash], min, names, out from))
                    return false;
                to = dash < 0 ? (slash >= 0 ? max : from) : 0;
                if (dash >= 0 && !TryValue(range[(dash + 1)..], min, names, out to))
                    return false;
            }

            if (from < min || to > max || from > to)
                return false;
            for (var value = from; value <= to; value += step)
                bits |= 1UL << value;
        }

        return true;
    }

    private static bool TryValue(string text, int min, string[] names, out int value)
    {
        var index = Array.FindIndex(names, n => string.Equals(n, text, StringComparison.OrdinalIgnoreCase));
        value = index + min;
        return index >= 0 || int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }
}
