namespace Temporalio.Client.Schedules;

/// <summary>What an updater is given.</summary>
/// <param name="Description">The schedule as it is.</param>
public record ScheduleUpdateInput(ScheduleDescription Description);
