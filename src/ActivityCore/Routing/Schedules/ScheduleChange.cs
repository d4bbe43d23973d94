namespace ActivityCore.Routing.Schedules;

/// <summary>A step of a plan.</summary>
/// <param name="Kind">What is to be done.</param>
/// <param name="ScheduleId">The schedule.</param>
/// <param name="Definition">The definition's name; empty where only its id is known.</param>
/// <param name="Why">A sentence for people.</param>
public sealed record ScheduleChange(ScheduleChangeKind Kind, string ScheduleId, string Definition, string Why)
{
    /// <summary>Whether carrying it out changes anything.</summary>
    public bool Acts => Kind is not (ScheduleChangeKind.Keep or ScheduleChangeKind.Foreign or ScheduleChangeKind.Held);

    /// <summary>What it is to become; null for what is not wanted any more.</summary>
    internal DesiredSchedule? Desired { get; init; }
}
