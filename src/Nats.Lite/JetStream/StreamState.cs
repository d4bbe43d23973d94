using System.Text.Json.Serialization;

namespace Nats.Lite.JetStream;

/// <summary>What a stream holds at the moment.</summary>
public sealed record StreamState
{
    [JsonPropertyName("messages")]
    public long Messages { get; init; }

    [JsonPropertyName("bytes")]
    public long Bytes { get; init; }

    [JsonPropertyName("first_seq")]
    public long FirstSequence { get; init; }

    [JsonPropertyName("last_seq")]
    public long LastSequence { get; init; }
}
