using System.Text.Json.Serialization;

namespace ActivityCore.Runs;

/// <summary>What a run is started with: enough to read it in Temporal's pages. The facts are in the store, under the workflow's id.</summary>
public sealed record RunInput
{
    [JsonPropertyName("definition")]
    public required string Definition { get; init; }

    [JsonPropertyName("definition_id")]
    public required Guid DefinitionId { get; init; }

    /// <summary>The version that the run is pinned to.</summary>
    [JsonPropertyName("definition_hash")]
    public required string DefinitionHash { get; init; }

    /// <summary>Null for runs of a schedule or a request.</summary>
    [JsonPropertyName("event_type"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? EventType { get; init; }

    /// <summary>The cause, see <see cref="Events.Occurrence"/>. Started by a schedule, it lacks the nominal time, which the service puts into the workflow's id.</summary>
    [JsonPropertyName("occurrence")]
    public required string Occurrence { get; init; }

    /// <summary>Whether the definition asks for context.</summary>
    [JsonPropertyName("resolves_context")]
    public bool ResolvesContext { get; init; }

    /// <summary>The schedule that started the workflow, which then writes its own row first. Null: the row was there before the workflow.</summary>
    [JsonPropertyName("schedule"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Schedule { get; init; }
}
