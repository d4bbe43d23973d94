using Temporalio.Client.Schedules;

namespace Temporalio.Client.Interceptors;

/// <summary>A change. Change it with a "with" expression; the constructor may grow.</summary>
public record UpdateScheduleInput(
    string Id,
    Func<ScheduleUpdateInput, Task<ScheduleUpdate?>> Updater,
    RpcOptions? RpcOptions);
