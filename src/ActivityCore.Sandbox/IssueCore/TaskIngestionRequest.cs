using System.Text.Json;
using System.Text.Json.Serialization;

namespace ActivityCore.Sandbox.IssueCore;

/// <summary>The ten fields that issue-core ingests, over REST and NATS alike; the source is the emission boundary document.</summary>
public sealed record TaskIngestionRequest
{
    private static readonly JsonSerializerOptions Options = new() { AllowDuplicateProperties = false };

    [JsonPropertyName("title")]
    public required string Title { get; init; }

    [JsonPropertyName("description")]
    public string Description { get; init; } = "";

    [JsonPropertyName("target_repo")]
    public required string TargetRepo { get; init; }

    [JsonPropertyName("priority")]
    public string Priority { get; init; } = "medium";

    [JsonPropertyName("labels")]
    public IReadOnlyList<string> Labels { get; init; } = [];

    [JsonPropertyName("due_in_days")]
    public int? DueInDays { get; init; }

    [JsonPropertyName("source_type")]
    public required string SourceType { get; init; }

    [JsonPropertyName("source_id")]
    public required string SourceId { get; init; }

    [JsonPropertyName("triggering_event_id")]
    public required string TriggeringEventId { get; init; }

    [JsonPropertyName("activity_definition_id")]
    public required string ActivityDefinitionId { get; init; }

    /// <summary>Reads a request; null with the reason when it is none.</summary>
    public static TaskIngestionRequest? Read(ReadOnlySpan<byte> json, out string reason)
    {
        try
        {
            var task = JsonSerializer.Deserialize<TaskIngestionRequest>(json, Options);
            reason = task is null ? "the body is null" : task.Fault() ?? "";
            return reason.Length == 0 ? task : null;
        }
        catch (JsonException e)
        {
            reason = e.Message;
            return null;
        }
    }

    private string? Fault() => this switch
    {
        { Title.Length: 0 } => "title is empty",
        { TargetRepo.Length: 0 } => "target_repo is empty",
        { Priority: not ("high" or "medium" or "low") } => "priority is not high, medium or low",
        { SourceType: not ("rule" or "instruction") } => "source_type is not rule or instruction",
        { DueInDays: < 0 } => "due_in_days is negative",
        _ => null,
    };
}
