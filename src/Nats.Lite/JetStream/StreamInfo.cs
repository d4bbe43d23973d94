using System.Text.Json.Serialization;

namespace Nats.Lite.JetStream;

/// <summary>A stream as the server has it.</summary>
public sealed record StreamInfo
{
    [JsonPropertyName("config")]
    public required StreamConfig Config { get; init; }

    [JsonPropertyName("state")]
    public required StreamState State { get; init; }
}
