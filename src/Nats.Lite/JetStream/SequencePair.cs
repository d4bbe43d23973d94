using System.Text.Json.Serialization;

namespace Nats.Lite.JetStream;

/// <summary>A place in a consumer and the place in its stream that belongs to it.</summary>
public sealed record SequencePair
{
    [JsonPropertyName("consumer_seq")]
    public long Consumer { get; init; }

    [JsonPropertyName("stream_seq")]
    public long Stream { get; init; }
}
