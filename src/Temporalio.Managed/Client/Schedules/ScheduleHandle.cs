namespace Temporalio.Client.Schedules;

/// <summary>A schedule to act on.</summary>
/// <param name="Client">The client.</param>
/// <param name="Id">The schedule's id.</param>
public record ScheduleHandle(ITemporalClient Client, string Id)
{
    /// <summary>Acts for periods as if they passed now.</summary>
    /// <exception cref="ArgumentException">There is no period.</exception>
    public Task BackfillAsync(IReadOnlyCollection<ScheduleBackfill> backfills, RpcOptions? rpcOptions = null)
    {
        if (backfills.Count == 0)
            throw new ArgumentException("At least one backfill required", nameof(backfills));
        return Client.OutboundInterceptor.BackfillScheduleAsync(new(Id, backfills, rpcOptions));
    }

    /// <summary>Deletes the schedule; workflows that it started run on.</summary>
    public Task DeleteAsync(RpcOptions? rpcOptions = null) => Client.OutboundInterceptor.DeleteScheduleAsync(new(Id, rpcOptions));

    /// <summary>Describes the schedule.</summary>
    public Task<ScheduleDescription> DescribeAsync(RpcOptions? rpcOptions = null) =>
        Client.OutboundInterceptor.DescribeScheduleAsync(new(Id, rpcOptions));

    /// <summary>Pauses the schedule.</summary>
    public Task PauseAsync(string? note = null, RpcOptions? rpcOptions = null) =>
        Client.OutboundInterceptor.PauseScheduleAsync(new(Id, note, rpcOptions));

    /// <summary>Takes the action now.</summary>
    public Task TriggerAsync(ScheduleTriggerOptions? options = null) => Client.OutboundInterceptor.TriggerScheduleAsync(new(Id, options));

    /// <summary>Lets the schedule run again.</summary>
    public Task UnpauseAsync(string? note = null, RpcOptions? rpcOptions = null) =>
        Client.OutboundInterceptor.UnpauseScheduleAsync(new(Id, note, rpcOptions));

    /// <summary>Changes the schedule. The updater may return null to leave it, and may be called again after a conflict.</summary>
    public Task UpdateAsync(Func<ScheduleUpdateInput, ScheduleUpdate?> updater, RpcOptions? rpcOptions = null) =>
        UpdateAsync(input => Task.FromResult(updater(input)), rpcOptions);

    /// <inheritdoc cref="UpdateAsync(Func{ScheduleUpdateInput, ScheduleUpdate?}, RpcOptions?)" />
    public Task UpdateAsync(Func<ScheduleUpdateInput, Task<ScheduleUpdate?>> updater, RpcOptions? rpcOptions = null) =>
        Client.OutboundInterceptor.UpdateScheduleAsync(new(Id, updater, rpcOptions));
}
