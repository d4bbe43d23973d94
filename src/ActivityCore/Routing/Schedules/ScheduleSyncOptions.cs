namespace ActivityCore.Routing.Schedules;

/// <summary>How often schedules are compared with the definitions.</summary>
public sealed record ScheduleSyncOptions
{
    /// <summary>Between two passes when no definition changes. Default one minute.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(1);
}
