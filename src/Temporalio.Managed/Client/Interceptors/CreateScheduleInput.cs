using Temporalio.Client.Schedules;

namespace Temporalio.Client.Interceptors;

/// <summary>A new schedule. Change it with a "with" expression; the constructor may grow.</summary>
public record CreateScheduleInput(
    string Id,
    Schedule Schedule,
    ScheduleOptions? Options);
