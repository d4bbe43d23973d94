namespace Temporalio.Client.Schedules;

/// <summary>Options of a list of schedules.</summary>
public class ScheduleListOptions : ICloneable
{
    /// <summary>A visibility query. Default all schedules.</summary>
    public string? Query { get; set; }

    /// <summary>Options of the call.</summary>
    public RpcOptions? Rpc { get; set; }

    /// <summary>A copy.</summary>
    public virtual object Clone()
    {
        var copy = (ScheduleListOptions)MemberwiseClone();
        copy.Rpc = (RpcOptions?)Rpc?.Clone();
        return copy;
    }
}
