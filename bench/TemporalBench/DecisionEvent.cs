using System.Text.Json;
using System.Text.Json.Serialization;

namespace TemporalBench;

/// <summary>The event that tperf sends.</summary>
public sealed record DecisionEvent(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("type")] string Type,
    [property: JsonPropertyName("attributes")] JsonElement Attributes);
