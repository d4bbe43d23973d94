using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.Schedule.V1;
using Temporalio.DevServer.Engine;
using Temporalio.DevServer.Timing;

namespace Temporalio.DevServer.Schedules;

/// <summary>
/// Cron strings of a schedule: five to seven fields (seconds in front, year at the end), "@daily" and its like,
/// "@every 3h/1h" with a phase, an optional "CRON_TZ=zone" in front and a "# comment" behind. Unlike cron, when both day
/// fields are given both must match.
/// </summary>
internal static class CronText
{
    private const int MaxDays = 36_500;

    /// <summary>What one cron string stands for: a calendar or an interval, and its time zone, empty when it names none.</summary>
    public sealed record Parsed(StructuredCalendarSpec? Calendar, IntervalSpec? Interval, string Zone);

    public static Parsed Parse(string text)
    {
        var hash = text.IndexOf('#', StringComparison.Ordinal);
        var comment = hash < 0 ? "" : text[(hash + 1)..].Trim();
        var body = (hash < 0 ? text : text[..hash]).Trim();
        var zone = "";
        if (body.StartsWith("TZ=", StringComparison.Ordinal) || body.StartsWith("CRON_TZ=", StringComparison.Ordinal))
        {
            var space = body.IndexOf(' ', StringComparison.Ordinal);
            if (space < 0)
                throw new SpecException("CronString has time zone but no fields");
            zone = body[(body.IndexOf('=', StringComparison.Ordinal) + 1)..space];
            body = body[space..].Trim();
        }

        if (body.StartsWith("@every", StringComparison.Ordinal))
            return new Parsed(null, Interval(body), "");
        return new Parsed(CalendarText.Parse(Fields(body, comment)), null, zone);
    }

    private static CalendarSpec Fields(string body, string comment)
    {
        body = body switch
        {
            "@yearly" or "@annually" => "0 0 1 1 *",
            "@monthly" => "0 0 1 * *",
            "@weekly" => "0 0 * * 0",
            "@daily" or "@midnight" => "0 0 * * *",
            "@hourly" => "0 * * * *",
            _ => body,
        };
        var fields = body.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length is < 5 or > 7)
            throw new SpecException("CronString does not have 5-7 fields");
        var first = fields.Length == 7 ? 1 : 0;
        return new CalendarSpec
        {
            Second = first == 1 ? fields[0] : "",
            Minute = fields[first],
            Hour = fields[first + 1],
            DayOfMonth = fields[first + 2],
            Month = fields[first + 3],
            DayOfWeek = fields[first + 4],
            Year = fields.Length > 5 ? fields[first + 5] : "",
            Comment = comment,
        };
    }

    private static IntervalSpec Interval(string body)
    {
        var space = body.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0)
            throw new SpecException("CronString '@every' has no interval; write '@every 1h' or '@every 1h/10m'");
        var parts = body[space..].Trim().Split('/', 2);
        var spec = new IntervalSpec { Interval = Length(parts[0]) };
        if (parts.Length > 1)
            spec.Phase = Length(parts[1]);
        return spec;
    }

    private static Duration Length(string text)
    {
        text = text.Trim();
        // Days may be written here, though Go's own durations have none.
        var days = text.IndexOf('d', StringComparison.Ordinal);
        var ticks = 0L;
        if (days > 0 && int.TryParse(text.AsSpan(0, days), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            ticks = Math.Min(count, MaxDays) * TimeSpan.TicksPerDay;
            text = text[(days + 1)..];
        }

        if (text.Length == 0 && ticks > 0)
            return Times.ToDuration(ticks);
        return GoDuration.TryParse(text, out var rest)
            ? Times.ToDuration(ticks + rest.Ticks)
            : throw new SpecException($"CronString has invalid duration '{text}'");
    }
}
