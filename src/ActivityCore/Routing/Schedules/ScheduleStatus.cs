using ActivityCore.Runs;
using Temporalio.Client.Schedules;

namespace ActivityCore.Routing.Schedules;

/// <summary>A schedule as the service has it. The member names are a contract (docs/cli.md).</summary>
public sealed record ScheduleStatus
{
    public required string ScheduleId { get; init; }

    /// <summary>The definition's name; empty where somebody has taken it off.</summary>
    public required string Definition { get; init; }

    /// <summary>As the definition has it; empty where somebody has written the times in another way.</summary>
    public required string Cron { get; init; }

    /// <summary>IANA name.</summary>
    public required string TimeZone { get; init; }

    /// <summary>Its times pass without runs.</summary>
    public required bool Paused { get; init; }

    /// <summary>Why it is paused; null otherwise.</summary>
    public string? Note { get; init; }

    /// <summary>The next nominal time (UTC); null where there is none.</summary>
    public DateTimeOffset? Next { get; init; }

    /// <summary>The nominal time of the last run (UTC); null where there was none.</summary>
    public DateTimeOffset? Last { get; init; }

    /// <summary>Runs that were started.</summary>
    public required long Runs { get; init; }

    /// <summary>Ticks without a run because the one before was open.</summary>
    public required long Skipped { get; init; }

    /// <summary>Ticks without a run because they were later than <c>catch_up</c>.</summary>
    public required long Missed { get; init; }

    internal static ScheduleStatus Of(ScheduleDescription found) => new()
    {
        ScheduleId = found.Id,
        Definition = found.TypedSearchAttributes.TryGetValue(RunSearchAttributes.Definition, out var name) ? name : "",
        Cron = found.Schedule.Spec.Calendars.FirstOrDefault()?.Comment ?? "",
        TimeZone = found.Schedule.Spec.TimeZoneName ?? "UTC",
        Paused = found.Schedule.State.Paused,
        Note = found.Schedule.State.Paused ? found.Schedule.State.Note : null,
        Next = found.Schedule.State.Paused ? null : At(found.Info.NextActionTimes.Cast<DateTime?>().FirstOrDefault()),
        Last = At(found.Info.RecentActions.Select(action => (DateTime?)action.ScheduledAt).LastOrDefault()),
        Runs = found.Info.NumActions,
        Skipped = found.Info.NumActionsSkippedOverlap,
        Missed = found.Info.NumActionsMissedCatchupWindow,
    };

    private static DateTimeOffset? At(DateTime? utc) => utc is { } time ? new DateTimeOffset(time, TimeSpan.Zero) : null;
}
