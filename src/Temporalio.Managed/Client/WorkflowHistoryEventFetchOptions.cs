using Temporalio.Api.Enums.V1;

namespace Temporalio.Client;

/// <summary>Options of an iteration over events.</summary>
public class WorkflowHistoryEventFetchOptions : ICloneable
{
    /// <summary>True to wait for further events until the run is closed. Default false.</summary>
    public bool WaitNewEvent { get; set; }

    /// <summary>Which events to fetch. Default all.</summary>
    public HistoryEventFilterType EventFilterType { get; set; } = HistoryEventFilterType.AllEvent;

    /// <summary>Options of the call.</summary>
    public RpcOptions? Rpc { get; set; }

    /// <summary>A copy.</summary>
    public virtual object Clone()
    {
        var copy = (WorkflowHistoryEventFetchOptions)MemberwiseClone();
        copy.Rpc = (RpcOptions?)Rpc?.Clone();
        return copy;
    }
}
