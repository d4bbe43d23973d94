using Temporalio.Client.Schedules;

namespace Temporalio.Client.Interceptors;

/// <summary>A list of schedules. Change it with a "with" expression; the constructor may grow.</summary>
public record ListSchedulesInput(
    ScheduleListOptions? Options);
