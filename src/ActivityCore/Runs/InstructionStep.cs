using System.Text.Json;
using System.Text.Json.Serialization;

namespace ActivityCore.Runs;

/// <summary>An instruction as the workflow sees it: what to call, and for how long. Everything else is in the store.</summary>
public sealed record InstructionStep
{
    [JsonPropertyName("key")]
    public required string Key { get; init; }

    /// <summary>For people: the instruction and what it does.</summary>
    [JsonPropertyName("summary")]
    public required string Summary { get; init; }

    [JsonPropertyName("timeout_seconds")]
    public required int TimeoutSeconds { get; init; }

    /// <summary>The child workflow to start; null: the step is an activity.</summary>
    [JsonPropertyName("child"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ChildStep? Child { get; init; }

    /// <summary>A child workflow of a run.</summary>
    /// <param name="Type">Its type.</param>
    /// <param name="Id">Its id.</param>
    /// <param name="TaskQueue">Null: the run's own.</param>
    /// <param name="Input">Its one argument; null: none.</param>
    public sealed record ChildStep(
        [property: JsonPropertyName("type")] string Type,
        [property: JsonPropertyName("id")] string Id,
        [property: JsonPropertyName("task_queue"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? TaskQueue,
        [property: JsonPropertyName("input"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonElement? Input);
}
