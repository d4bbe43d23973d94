namespace Temporalio.Client;

/// <summary>Options of one call.</summary>
public class RpcOptions : ICloneable
{
    /// <summary>Whether a failed call is made again. Default: yes for calls of the client, no for raw calls.</summary>
    public bool? Retry { get; set; }

    /// <summary>Metadata, over the connection's.</summary>
    public IReadOnlyCollection<KeyValuePair<string, string>>? Metadata { get; set; }

    /// <summary>Metadata with binary values, over the connection's. Names end in "-bin".</summary>
    public IReadOnlyCollection<KeyValuePair<string, byte[]>>? BinaryMetadata { get; set; }

    /// <summary>Time for one attempt. Default 30 s, and 70 s for calls that wait for something to happen.</summary>
    public TimeSpan? Timeout { get; set; }

    /// <summary>Cancels the call.</summary>
    public CancellationToken? CancellationToken { get; set; }

    /// <summary>A copy; the metadata is shared.</summary>
    public virtual object Clone() => MemberwiseClone();
}
