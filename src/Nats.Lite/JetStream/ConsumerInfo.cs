using System.Text.Json.Serialization;

namespace Nats.Lite.JetStream;

/// <summary>A consumer as the server has it.</summary>
public sealed record ConsumerInfo
{
    [JsonPropertyName("stream_name")]
    public required string Stream { get; init; }

    [JsonPropertyName("name")]
    public required string Name { get; init; }

    [JsonPropertyName("config")]
    public required ConsumerConfig Config { get; init; }

    /// <summary>Deliveries so far, repeats counted: it runs ahead of the messages delivered only where one was delivered again.</summary>
    [JsonPropertyName("delivered")]
    public SequencePair Delivered { get; init; } = new();

    /// <summary>Up to here every message has its answer.</summary>
    [JsonPropertyName("ack_floor")]
    public SequencePair AckFloor { get; init; } = new();

    /// <summary>Delivered and not answered yet.</summary>
    [JsonPropertyName("num_ack_pending")]
    public long AckPending { get; init; }

    /// <summary>Out at the moment after more than one delivery.</summary>
    [JsonPropertyName("num_redelivered")]
    public long Redelivered { get; init; }

    /// <summary>Not delivered yet.</summary>
    [JsonPropertyName("num_pending")]
    public long Pending { get; init; }

    [JsonPropertyName("num_waiting")]
    public long Waiting { get; init; }
}
