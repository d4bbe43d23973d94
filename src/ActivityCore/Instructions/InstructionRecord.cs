using ActivityCore.Tasks;

namespace ActivityCore.Instructions;

/// <summary>A row of <c>instruction_log</c>: what was done and what came of it.</summary>
public sealed record InstructionRecord
{
    /// <summary>Place in the list, and the row's identity.</summary>
    public required long Sequence { get; init; }

    /// <summary>See <see cref="PlannedInstruction.Key"/>.</summary>
    public required string Key { get; init; }

    public required string RunId { get; init; }

    public required string InstructionId { get; init; }

    public string? Item { get; init; }

    public required InstructionKind Kind { get; init; }

    public required InstructionState State { get; init; }

    /// <summary>How often it was tried.</summary>
    public int Attempts { get; init; }

    /// <summary>What came of it in a line; null unless it succeeded.</summary>
    public string? Summary { get; init; }

    /// <summary>Where to look further: a workflow's id, a message's place in its stream.</summary>
    public string? Reference { get; init; }

    /// <summary>The end of what it said, without secrets.</summary>
    public string? Output { get; init; }

    /// <summary>The tasks that it returned.</summary>
    public IReadOnlyList<PlannedTask> Tasks { get; init; } = [];

    /// <summary>Why it failed or is to be tried again; null otherwise.</summary>
    public string? LastError { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Null unless it succeeded or failed.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Every attempt, in order.</summary>
    public IReadOnlyList<InstructionAttempt> AttemptLog { get; init; } = [];
}
