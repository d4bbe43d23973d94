using Temporalio.Common;

namespace Temporalio.Client.Schedules;

/// <summary>Options of a new schedule.</summary>
public class ScheduleOptions : ICloneable
{
    /// <summary>True to take the action once at once.</summary>
    public bool TriggerImmediately { get; set; }

    /// <summary>Periods to act for as if they passed now.</summary>
    public IReadOnlyCollection<ScheduleBackfill> Backfills { get; set; } = [];

    /// <summary>Values to show with the schedule; none may be null.</summary>
    public IReadOnlyDictionary<string, object>? Memo { get; set; }

    /// <summary>Values to find the schedule by.</summary>
    public SearchAttributeCollection? TypedSearchAttributes { get; set; }

    /// <summary>Options of the call.</summary>
    public RpcOptions? Rpc { get; set; }

    /// <summary>A copy; collections are shared.</summary>
    public virtual object Clone()
    {
        var copy = (ScheduleOptions)MemberwiseClone();
        copy.Rpc = (RpcOptions?)Rpc?.Clone();
        return copy;
    }
}
