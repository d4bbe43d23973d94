using System.Text.Json.Serialization;

namespace ActivityCore.Runs;

/// <summary>What <c>evaluate_rules</c> returns. The decision itself is in the store under the run's id, however large it is.</summary>
public sealed record DecisionSummary
{
    /// <summary>What follows.</summary>
    [JsonPropertyName("next")]
    public required NextStep Next { get; init; }

    [JsonPropertyName("matched")]
    public int Matched { get; init; }

    [JsonPropertyName("missed")]
    public int Missed { get; init; }

    [JsonPropertyName("errors")]
    public int Errors { get; init; }

    [JsonPropertyName("tasks")]
    public int Tasks { get; init; }

    /// <summary>The instructions to do before tasks are emitted, in order; null where there is none.</summary>
    [JsonPropertyName("instructions"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<InstructionStep>? Instructions { get; init; }

    /// <summary>Entries of evidence that are to be submitted after the tasks; left out where there are none.</summary>
    [JsonPropertyName("evidence"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Evidence { get; init; }

    /// <summary>Why it is parked or failed; null otherwise.</summary>
    [JsonPropertyName("reason"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }
}
