namespace Temporalio.Client;

/// <summary>Options of a page of a list.</summary>
public class WorkflowListPaginatedOptions : ICloneable
{
    /// <summary>Workflows on a page. 0, the default, leaves it to the service.</summary>
    public int PageSize { get; set; }

    /// <summary>Options of the call.</summary>
    public RpcOptions? Rpc { get; set; }

    /// <summary>A copy; collections are shared.</summary>
    public virtual object Clone()
    {
        var copy = (WorkflowListPaginatedOptions)MemberwiseClone();
        copy.Rpc = (RpcOptions?)Rpc?.Clone();
        return copy;
    }
}
