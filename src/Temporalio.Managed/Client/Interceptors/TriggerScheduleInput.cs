using Temporalio.Client.Schedules;

namespace Temporalio.Client.Interceptors;

/// <summary>An action out of turn. Change it with a "with" expression; the constructor may grow.</summary>
public record TriggerScheduleInput(
    string Id,
    ScheduleTriggerOptions? Options);
