using System.Globalization;

namespace ActivityCore.Definitions;

/// <summary>What an author should know of a cron trigger that is without fault.</summary>
internal static class CronLint
{
    /// <summary>Sentences, at most one of each kind.</summary>
    public static IEnumerable<string> Warnings(Trigger.OnCron trigger)
    {
        if (CronText.NarrowsBothDays(trigger.Expression))
        {
            yield return $"`cron` `{trigger.Expression}` narrows the day of month and the day of week: it fires only where both fit, unlike the cron of Unix, which fires where either fits. For either, write two triggers.";
        }

        var times = CronTimes.Of(trigger);
        var moments = ClockChanges.Of(times.Zone).SelectMany(change => Around(times, change)).ToList();
        if (times.Calendar.EveryHour)
        {
            if (moments.Find(moment => moment.Note?.StartsWith("Left out", StringComparison.Ordinal) == true) is { } lost)
            {
                yield return $"`cron` `{trigger.Expression}` has no tick at {Show(lost.Local)} in {trigger.TimeZone}, where clocks change: leave `timezone` out, for a trigger of every hour needs none.";
            }

            yield break;
        }

        if (moments.Find(moment => moment is { At: null }) is { } skipped)
        {
            yield return $"`cron` `{trigger.Expression}` has no tick at {Show(skipped.Local)} in {trigger.TimeZone}, where clocks change: choose another hour, or leave `timezone` out for UTC.";
        }

        if (moments.GroupBy(moment => moment.Local).FirstOrDefault(same => same.Count(moment => moment.At is not null) > 1) is { Key: var twice })
        {
            yield return $"`cron` `{trigger.Expression}` has two ticks at {Show(twice)} in {trigger.TimeZone}, where the clock shows this time twice: choose another hour, or leave `timezone` out for UTC.";
        }
    }

    private static IEnumerable<CronMoment> Around(CronTimes times, ClockChange change) =>
        CronMoment.After(times, change.At.AddDays(-1)).TakeWhile(moment => moment.Local < change.To.AddDays(1)).Where(moment => moment.Note is not null);

    private static string Show(DateTime local) => local.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
