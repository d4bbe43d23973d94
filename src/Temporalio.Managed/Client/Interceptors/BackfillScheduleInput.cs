using Temporalio.Client.Schedules;

namespace Temporalio.Client.Interceptors;

/// <summary>A backfill. Change it with a "with" expression; the constructor may grow.</summary>
public record BackfillScheduleInput(
    string Id,
    IReadOnlyCollection<ScheduleBackfill> Backfills,
    RpcOptions? RpcOptions);
