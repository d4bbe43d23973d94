using ActivityCore.Definitions;
using Temporalio.Client.Schedules;

namespace ActivityCore.Routing.Schedules;

/// <summary>A cron trigger as the specification of a Temporal Schedule.</summary>
internal static class CronSpec
{
    private static readonly IReadOnlyCollection<ScheduleRange> AllHours = [new(0, 23)];
    private static readonly IReadOnlyCollection<ScheduleRange> AllMinutes = [new(0, 59)];

    public static ScheduleSpec Of(Trigger.OnCron trigger)
    {
        var times = CronTimes.Of(trigger);
        var calendar = times.Calendar;
        return new()
        {
            Calendars =
            [
                new()
                {
                    Minute = Ranges(calendar.Minutes),
                    Hour = Ranges(calendar.Hours),
                    DayOfMonth = Ranges(calendar.Days),
                    Month = Ranges(calendar.Months),
                    DayOfWeek = Ranges(calendar.Weekdays),
                    Comment = trigger.Expression,
                },
            ],
            Skip = [.. Guards(times)],
            TimeZoneName = trigger.TimeZone,
        };
    }

    /// <summary>The values of ranges, for comparing what is written in different ways.</summary>
    public static SortedSet<int> Values(IEnumerable<ScheduleRange> ranges)
    {
        var values = new SortedSet<int>();
        foreach (var range in ranges)
        {
            for (var value = range.Start; value <= Math.Max(range.Start, range.End); value += Math.Max(1, range.Step))
            {
                values.Add(value);
            }
        }

        return values;
    }

    // On the day of a clock change Temporal also takes an hour later for the second showing of an hour, and half an hour's shift for the same minute: what the clock does not
    // show then is left out.
    private static IEnumerable<ScheduleCalendarSpec> Guards(CronTimes times)
    {
        var changes = ClockChanges.Of(times.Zone);
        if (changes.Count > 0 && !times.Calendar.EveryHour)
        {
            yield return new() { Hour = Ranges(Enumerable.Range(0, 24).Except(times.Calendar.Hours)), Minute = AllMinutes, Comment = "another hour" };
        }

        if (times.Calendar.Minutes.Count < 60 && changes.Any(change => (change.After - change.Before).Ticks % TimeSpan.TicksPerHour != 0))
        {
            yield return new() { Hour = AllHours, Minute = Ranges(Enumerable.Range(0, 60).Except(times.Calendar.Minutes)), Comment = "another minute" };
        }
    }

    private static List<ScheduleRange> Ranges(IEnumerable<int> values)
    {
        var all = values.Order().ToList();
        var step = all.Count > 2 ? all[1] - all[0] : 1;
        if (step > 1 && all.Index().All(value => value.Item == all[0] + (value.Index * step)))
        {
            return [new(all[0], all[^1], step)];
        }

        var ranges = new List<ScheduleRange>();
        foreach (var value in all)
        {
            if (ranges.Count > 0 && ranges[^1].End == value - 1)
            {
                ranges[^1] = new(ranges[^1].Start, value);
            }
            else
            {
                ranges.Add(new(value, value));
            }
        }

        return ranges;
    }
}
