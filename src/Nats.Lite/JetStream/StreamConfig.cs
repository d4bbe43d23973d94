using System.Text.Json;
using System.Text.Json.Serialization;

namespace Nats.Lite.JetStream;

/// <summary>
/// A stream's configuration under the API's own names. What a newer server adds is kept in <see cref="Others"/>, so that an update never
/// takes away what this client does not know. Durations are nanoseconds on the wire; 0 means without bound.
/// </summary>
public sealed record StreamConfig
{
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    [JsonPropertyName("subjects")]
    public IReadOnlyList<string> Subjects { get; init; } = [];

    /// <summary><c>limits</c>, <c>interest</c> or <c>workqueue</c>.</summary>
    [JsonPropertyName("retention")]
    public string Retention { get; init; } = "limits";

    /// <summary><c>file</c> or <c>memory</c>.</summary>
    [JsonPropertyName("storage")]
    public string Storage { get; init; } = "file";

    [JsonPropertyName("num_replicas")]
    public int Replicas { get; init; } = 1;

    /// <summary><c>old</c> drops the oldest message when full, acknowledged or not; <c>new</c> refuses the newest, which its publisher learns.</summary>
    [JsonPropertyName("discard")]
    public string Discard { get; init; } = "old";

    [JsonPropertyName("max_age")]
    public Nanoseconds MaxAge { get; init; }

    /// <summary>Bytes; -1: no bound.</summary>
    [JsonPropertyName("max_bytes")]
    public long MaxBytes { get; init; } = -1;

    /// <summary>-1: no bound.</summary>
    [JsonPropertyName("max_msgs")]
    public long MaxMessages { get; init; } = -1;

    /// <summary>Bytes; -1: no bound.</summary>
    [JsonPropertyName("max_msg_size")]
    public int MaxMessageSize { get; init; } = -1;

    /// <summary>How long a <c>Nats-Msg-Id</c> is remembered, over the whole stream. The server's default is 2 minutes.</summary>
    [JsonPropertyName("duplicate_window")]
    public Nanoseconds DuplicateWindow { get; init; }

    [JsonPropertyName("description")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Description { get; init; }

    /// <summary>Everything else the server said.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement> Others { get; init; } = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
}
