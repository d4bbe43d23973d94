using System.Text.Json.Serialization;

namespace ActivityCore.Tasks;

/// <summary>
/// The ten fields of issue-core's <c>POST /issues/</c> (the emission boundary document), in its order. Nothing is added or left out on the wire.
/// </summary>
public sealed record TaskSpec
{
    [JsonPropertyName("title"), JsonPropertyOrder(0)]
    public required string Title { get; init; }

    [JsonPropertyName("description"), JsonPropertyOrder(1)]
    public required string Description { get; init; }

    [JsonPropertyName("target_repo"), JsonPropertyOrder(2)]
    public required string TargetRepo { get; init; }

    /// <summary>high, medium or low.</summary>
    [JsonPropertyName("priority"), JsonPropertyOrder(3)]
    public required string Priority { get; init; }

    [JsonPropertyName("labels"), JsonPropertyOrder(4)]
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>Days, or null.</summary>
    [JsonPropertyName("due_in_days"), JsonPropertyOrder(5)]
    public int? DueInDays { get; init; }

    /// <summary><c>rule</c> or <c>instruction</c>.</summary>
    [JsonPropertyName("source_type"), JsonPropertyOrder(6)]
    public required string SourceType { get; init; }

    /// <summary>The rule's or the instruction's id.</summary>
    [JsonPropertyName("source_id"), JsonPropertyOrder(7)]
    public required string SourceId { get; init; }

    /// <summary>The event's id; the occurrence for cron and manual runs.</summary>
    [JsonPropertyName("triggering_event_id"), JsonPropertyOrder(8)]
    public required string TriggeringEventId { get; init; }

    [JsonPropertyName("activity_definition_id"), JsonPropertyOrder(9)]
    public required string ActivityDefinitionId { get; init; }
}
