using Temporalio.Runtime;

namespace Temporalio.Client;

/// <summary>Options of a connection. <see cref="TargetHost" /> is required.</summary>
public class TemporalConnectionOptions : ICloneable
{
    public TemporalConnectionOptions()
    {
    }

    public TemporalConnectionOptions(string targetHost) => TargetHost = targetHost;

    /// <summary>The service, as <c>host:port</c>.</summary>
    public string? TargetHost { get; set; }

    /// <summary>TLS. Unset, TLS is on exactly when <see cref="ApiKey" /> is set.</summary>
    public TlsOptions? Tls { get; set; }

    /// <summary>How failed calls are made again.</summary>
    public RpcRetryOptions? RpcRetry { get; set; }

    /// <summary>Pings; null turns them off.</summary>
    public KeepAliveOptions? KeepAlive { get; set; } = new();

    /// <summary>Metadata of every call, at first; see <see cref="ITemporalConnection.RpcMetadata" />.</summary>
    public IReadOnlyCollection<KeyValuePair<string, string>>? RpcMetadata { get; set; }

    /// <summary>Binary metadata of every call, at first; see <see cref="ITemporalConnection.RpcBinaryMetadata" />.</summary>
    public IReadOnlyCollection<KeyValuePair<string, byte[]>>? RpcBinaryMetadata { get; set; }

    /// <summary>API key of every call, at first; see <see cref="ITemporalConnection.ApiKey" />.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Who acts, as histories show it. Unset, it becomes <c>pid@hostname</c> when the options are first used.</summary>
    public string? Identity { get; set; }

    /// <summary>Where the metrics of the connection and of its workers go. Unset: <see cref="TemporalRuntime.Default" />, nowhere.</summary>
    public TemporalRuntime? Runtime { get; set; }

    /// <summary>A copy; the metadata and the runtime are shared.</summary>
    public virtual object Clone()
    {
        var copy = (TemporalConnectionOptions)MemberwiseClone();
        copy.Tls = (TlsOptions?)Tls?.Clone();
        copy.RpcRetry = (RpcRetryOptions?)RpcRetry?.Clone();
        copy.KeepAlive = (KeepAliveOptions?)KeepAlive?.Clone();
        return copy;
    }
}
