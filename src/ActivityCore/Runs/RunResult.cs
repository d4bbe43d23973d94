using System.Text.Json.Serialization;

namespace ActivityCore.Runs;

/// <summary>What a run came to, short enough to be read in Temporal's pages.</summary>
public sealed record RunResult
{
    /// <summary><c>completed</c>, <c>dropped</c>, or <c>duplicate</c> where another run has the tick.</summary>
    [JsonPropertyName("outcome")]
    public required string Outcome { get; init; }

    /// <summary>Rule verdicts that matched.</summary>
    [JsonPropertyName("matched")]
    public int Matched { get; init; }

    /// <summary>Rule verdicts that missed.</summary>
    [JsonPropertyName("missed")]
    public int Missed { get; init; }

    /// <summary>Rule verdicts in error.</summary>
    [JsonPropertyName("errors")]
    public int Errors { get; init; }

    /// <summary>The first tasks.</summary>
    [JsonPropertyName("tasks")]
    public IReadOnlyList<EmittedTask> Tasks { get; init; } = [];

    /// <summary>Tasks that <see cref="Tasks"/> leaves out.</summary>
    [JsonPropertyName("more_tasks"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int MoreTasks { get; init; }

    /// <summary>What became of the evidence; null where the definition asks for none, or where it could not be told.</summary>
    [JsonPropertyName("evidence"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SubmittedEvidence? Evidence { get; init; }

    /// <summary>Why it was dropped or a duplicate; null otherwise.</summary>
    [JsonPropertyName("reason"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reason { get; init; }
}
