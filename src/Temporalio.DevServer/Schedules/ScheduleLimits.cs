namespace Temporalio.DevServer.Schedules;

/// <summary>The official service's limits and defaults of schedules. Durations are ticks.</summary>
internal static class ScheduleLimits
{
    public const int MaxBuffered = 1000;
    public const int MaxBackfills = 1000;
    public const int BackfilledPerStep = 10;
    public const int RecentActions = 10;
    public const int FutureActions = 10;
    public const int ListedActions = 5;
    public const int ListedSpecs = 10;
    public const int MatchingTimes = 1000;
    public const int MaxNotes = 1000;
    public const int KnownRequests = 100;

    public static readonly long DefaultCatchup = TimeSpan.FromDays(365).Ticks;
    public static readonly long MinCatchup = TimeSpan.FromSeconds(10).Ticks;

    /// <summary>A schedule that has nothing left to do is forgotten after this.</summary>
    public static readonly long IdleRetention = TimeSpan.FromDays(7).Ticks;
}
