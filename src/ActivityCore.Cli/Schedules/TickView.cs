using ActivityCore.Definitions;

namespace ActivityCore.Cli.Schedules;

/// <summary>A time that a cron trigger names. The member names are a contract (docs/cli.md).</summary>
internal sealed record TickView
{
    public required string Definition { get; init; }

    public required string Cron { get; init; }

    public required string TimeZone { get; init; }

    /// <summary>The nominal time of the run in UTC; null where there is none.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>On the wall clock, with the offset where there is a run.</summary>
    public required string Local { get; init; }

    /// <summary>What a change of the clocks does to it; null on a day like any other.</summary>
    public string? Note { get; init; }

    public static TickView Of(ActivityDefinition definition, Trigger.OnCron trigger, CronMoment moment) => new()
    {
        Definition = definition.Name,
        Cron = trigger.Expression,
        TimeZone = trigger.TimeZone,
        At = moment.At?.ToUniversalTime(),
        Local = moment.At?.ToString("yyyy-MM-dd'T'HH:mmzzz", System.Globalization.CultureInfo.InvariantCulture)
            ?? moment.Local.ToString("yyyy-MM-dd'T'HH:mm", System.Globalization.CultureInfo.InvariantCulture),
        Note = moment.Note,
    };

    /// <summary>The next so many runs of the definition's cron triggers together, with what is left out between them.</summary>
    public static IReadOnlyList<TickView> Next(ActivityDefinition definition, DateTimeOffset after, int count)
    {
        var ticks = new List<(DateTime Order, TickView View)>();
        foreach (var trigger in definition.Triggers.OfType<Trigger.OnCron>())
        {
            ticks.AddRange(Take(trigger, after, count).Select(moment => (moment.At?.UtcDateTime ?? Order(trigger, moment), Of(definition, trigger, moment))));
        }

        var ordered = ticks.OrderBy(tick => tick.Order).Select(tick => tick.View).ToList();
        var runs = 0;
        return [.. ordered.TakeWhile(tick => tick.At is null ? runs < count : ++runs <= count)];
    }

    private static IEnumerable<CronMoment> Take(Trigger.OnCron trigger, DateTimeOffset after, int count)
    {
        var runs = 0;
        foreach (var moment in CronMoment.After(trigger, after))
        {
            yield return moment;
            if (moment.At is not null && ++runs == count)
            {
                yield break;
            }
        }
    }

    // A time that the clock does not show has no moment of its own; its place is near the change.
    private static DateTime Order(Trigger.OnCron trigger, CronMoment moment) =>
        moment.Local - TimeZoneInfo.FindSystemTimeZoneById(trigger.TimeZone).GetUtcOffset(moment.Local);
}
