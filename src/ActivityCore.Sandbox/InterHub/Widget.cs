using System.Text.Json.Serialization;

namespace ActivityCore.Sandbox.InterHub;

/// <summary>A widget of Inter-Hub v2.</summary>
public sealed record Widget
{
    [JsonPropertyName("id")]
    public required Guid Id { get; init; }

    [JsonPropertyName("hubId")]
    public required string HubId { get; init; }

    [JsonPropertyName("name")]
    public required string Name { get; init; }

    [JsonPropertyName("widgetType")]
    public required string WidgetType { get; init; }

    [JsonPropertyName("policyScope")]
    public required string PolicyScope { get; init; }

    /// <summary>active, deprecated or draft.</summary>
    [JsonPropertyName("status")]
    public required string Status { get; init; }

    [JsonPropertyName("capabilityRef")]
    public string? CapabilityRef { get; init; }

    [JsonPropertyName("viewContext")]
    public string? ViewContext { get; init; }
}
