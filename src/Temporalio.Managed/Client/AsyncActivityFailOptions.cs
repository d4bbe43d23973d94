namespace Temporalio.Client;

/// <summary>Options of a failure.</summary>
public class AsyncActivityFailOptions : ICloneable
{
    /// <summary>What the activity last reported.</summary>
    public IReadOnlyCollection<object?>? LastHeartbeatDetails { get; set; }

    /// <summary>Options of the call.</summary>
    public RpcOptions? Rpc { get; set; }

    /// <summary>A copy; collections are shared.</summary>
    public virtual object Clone()
    {
        var copy = (AsyncActivityFailOptions)MemberwiseClone();
        copy.Rpc = (RpcOptions?)Rpc?.Clone();
        return copy;
    }
}
