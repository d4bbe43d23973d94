using System.Text.Json;
using System.Text.Json.Serialization;

namespace ActivityCore.Sandbox.InterHub;

/// <summary>An interaction event of Inter-Hub v2. <c>occurredAt</c> is the server's; what was observed when stands in the metadata.</summary>
public sealed record InteractionEvent
{
    [JsonPropertyName("id")]
    public required Guid Id { get; init; }

    [JsonPropertyName("widgetId")]
    public required Guid WidgetId { get; init; }

    [JsonPropertyName("eventType")]
    public required string EventType { get; init; }

    [JsonPropertyName("viewContextRef")]
    public string? ViewContextRef { get; init; }

    [JsonPropertyName("metadata")]
    public JsonElement? Metadata { get; init; }

    [JsonPropertyName("occurredAt")]
    public required DateTimeOffset OccurredAt { get; init; }

    [JsonPropertyName("actorType")]
    public string ActorType { get; } = "api";
}
