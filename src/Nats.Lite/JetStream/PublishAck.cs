using System.Text.Json.Serialization;

namespace Nats.Lite.JetStream;

/// <summary>The stream's word that it has a message.</summary>
public sealed record PublishAck
{
    [JsonPropertyName("stream")]
    public required string Stream { get; init; }

    [JsonPropertyName("seq")]
    public required long Sequence { get; init; }

    /// <summary>True where a message with this id was already there; nothing was stored, whatever its body.</summary>
    [JsonPropertyName("duplicate")]
    public bool Duplicate { get; init; }
}
