using Temporalio.Api.Schedule.V1;
using Temporalio.DevServer.Timing;
using Range = Temporalio.Api.Schedule.V1.Range;

namespace Temporalio.DevServer.Schedules;

/// <summary>Brings a spec into its one form: calendars of numbers and intervals, checked; and fills what a reader wants filled.</summary>
internal static class SpecRules
{
    private const int MaxComment = 200;

    /// <summary>A copy in which texts are parsed and everything is checked.</summary>
    /// <exception cref="SpecException">Something is out of range or malformed.</exception>
    public static ScheduleSpec Canonical(ScheduleSpec spec)
    {
        spec = spec.Clone();
        spec.StructuredCalendar.AddRange(spec.Calendar.Select(CalendarText.Parse));
        spec.Calendar.Clear();
        spec.ExcludeStructuredCalendar.AddRange(spec.ExcludeCalendar.Select(CalendarText.Parse));
        spec.ExcludeCalendar.Clear();
        TakeCronStrings(spec);
        foreach (var calendar in spec.StructuredCalendar.Concat(spec.ExcludeStructuredCalendar))
            Check(calendar);
        foreach (var interval in spec.Interval)
            Check(interval);
        if (!spec.TimezoneData.IsEmpty)
            throw new SpecException("timezone_data is not supported by this service; name a zone of the IANA database in timezone_name");
        _ = Zone.Find(spec.TimezoneName);
        return spec;
    }

    /// <summary>Writes the defaults of ranges out, as descriptions show them.</summary>
    public static void FillRanges(ScheduleSpec spec)
    {
        foreach (var calendar in spec.StructuredCalendar.Concat(spec.ExcludeStructuredCalendar))
        {
            foreach (var (_, ranges) in Fields(calendar))
            {
                foreach (var range in ranges)
                {
                    range.End = Math.Max(range.End, range.Start);
                    range.Step = range.Step == 0 ? 1 : range.Step;
                }
            }
        }
    }

    private static void TakeCronStrings(ScheduleSpec spec)
    {
        string? zone = null;
        foreach (var text in spec.CronString)
        {
            var parsed = CronText.Parse(text);
            if (zone is not null && !string.Equals(zone, parsed.Zone, StringComparison.Ordinal))
                throw new SpecException("conflicting timezone names: all cron strings must name the same zone, or none");
            zone = parsed.Zone;
            if (parsed.Calendar is not null)
                spec.StructuredCalendar.Add(parsed.Calendar);
            if (parsed.Interval is not null)
                spec.Interval.Add(parsed.Interval);
        }

        spec.CronString.Clear();
        if (string.IsNullOrEmpty(zone))
            return;
        if (spec.TimezoneName.Length > 0 && !string.Equals(spec.TimezoneName, zone, StringComparison.Ordinal))
            throw new SpecException($"conflicting timezone names: '{zone}' in a cron string, '{spec.TimezoneName}' in timezone_name");
        spec.TimezoneName = zone;
    }

    private static void Check(StructuredCalendarSpec calendar)
    {
        var errors = new List<string>();
        foreach (var (field, ranges) in Fields(calendar))
        {
            foreach (var range in ranges)
            {
                if (range.Start < field.Min || range.Start > field.Max)
                    errors.Add($"{field.Name} Start is not in range [{field.Min}-{field.Max}]");
                if (range.End != 0 && (range.End < range.Start || range.End > field.Max))
                    errors.Add($"{field.Name} End is before Start or not in range [{field.Min}-{field.Max}]");
                if (range.Step < 0)
                    errors.Add($"{field.Name} has invalid Step");
            }
        }

        if (calendar.Comment.Length > MaxComment)
            errors.Add("comment is too long");
        if (errors.Count > 0)
            throw new SpecException("invalid calendar spec: " + string.Join(", ", errors));
    }

    private static void Check(IntervalSpec spec)
    {
        var interval = Times.FromDuration(spec.Interval);
        var phase = Times.FromDuration(spec.Phase);
        if (interval < TimeSpan.TicksPerSecond)
            throw new SpecException("interval is too small");
        if (phase < 0)
            throw new SpecException("phase is negative");
        if (phase >= interval)
            throw new SpecException("phase cannot be greater than Interval");
    }

    private static (CalendarField Field, IReadOnlyList<Range> Ranges)[] Fields(StructuredCalendarSpec calendar) =>
    [
        (CalendarField.Second, calendar.Second),
        (CalendarField.Minute, calendar.Minute),
        (CalendarField.Hour, calendar.Hour),
        (CalendarField.DayOfMonth, calendar.DayOfMonth),
        (CalendarField.Month, calendar.Month),
        (CalendarField.Year, calendar.Year),
        (CalendarField.DayOfWeek, calendar.DayOfWeek),
    ];
}
