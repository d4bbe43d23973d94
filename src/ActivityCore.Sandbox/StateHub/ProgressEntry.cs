using System.Text.Json;
using System.Text.Json.Serialization;

namespace ActivityCore.Sandbox.StateHub;

/// <summary>A progress event as State Hub keeps it: what was posted, an id and a time.</summary>
public sealed record ProgressEntry
{
    [JsonPropertyName("id")]
    public required Guid Id { get; init; }

    [JsonPropertyName("created_at")]
    public required DateTimeOffset CreatedAt { get; init; }

    [JsonPropertyName("event_type")]
    public required string EventType { get; init; }

    [JsonPropertyName("summary")]
    public string? Summary { get; init; }

    [JsonPropertyName("detail")]
    public JsonElement? Detail { get; init; }
}
