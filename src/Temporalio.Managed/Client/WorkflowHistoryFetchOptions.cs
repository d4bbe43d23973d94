using Temporalio.Api.Enums.V1;

namespace Temporalio.Client;

/// <summary>Options of a history.</summary>
public class WorkflowHistoryFetchOptions : ICloneable
{
    /// <summary>Which events to fetch. Default all.</summary>
    public HistoryEventFilterType EventFilterType { get; set; } = HistoryEventFilterType.AllEvent;

    /// <summary>Options of the call.</summary>
    public RpcOptions? Rpc { get; set; }

    /// <summary>A copy; collections are shared.</summary>
    public virtual object Clone()
    {
        var copy = (WorkflowHistoryFetchOptions)MemberwiseClone();
        copy.Rpc = (RpcOptions?)Rpc?.Clone();
        return copy;
    }
}
