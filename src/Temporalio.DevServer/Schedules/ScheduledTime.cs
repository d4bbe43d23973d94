namespace Temporalio.DevServer.Schedules;

/// <summary>A time of a schedule in UTC ticks: as its spec says, and with jitter.</summary>
internal sealed record ScheduledTime(long Nominal, long Actual);
