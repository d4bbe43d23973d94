using System.Text.Json.Serialization;

namespace Nats.Lite.Protocol;

/// <summary>What a server says of itself in INFO, as far as it matters here.</summary>
internal sealed record ServerInfo
{
    [JsonPropertyName("server_name")]
    public string ServerName { get; init; } = "";

    [JsonPropertyName("version")]
    public string Version { get; init; } = "";

    [JsonPropertyName("headers")]
    public bool Headers { get; init; }

    /// <summary>Bytes, headers included.</summary>
    [JsonPropertyName("max_payload")]
    public int MaxPayload { get; init; } = 1024 * 1024;

    [JsonPropertyName("tls_required")]
    public bool TlsRequired { get; init; }

    [JsonPropertyName("tls_available")]
    public bool TlsAvailable { get; init; }

    /// <summary>What a client with an NKey signs.</summary>
    [JsonPropertyName("nonce")]
    public string? Nonce { get; init; }

    /// <summary>Other members of the cluster, HOST:PORT.</summary>
    [JsonPropertyName("connect_urls")]
    public IReadOnlyList<string>? ConnectUrls { get; init; }

    /// <summary>Lame duck mode: the server is about to stop, so leave it.</summary>
    [JsonPropertyName("ldm")]
    public bool LameDuck { get; init; }
}
