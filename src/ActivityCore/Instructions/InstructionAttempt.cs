namespace ActivityCore.Instructions;

/// <summary>One try to do an instruction.</summary>
public sealed record InstructionAttempt
{
    /// <summary>From 1.</summary>
    public required int Number { get; init; }

    /// <summary>Which process did it.</summary>
    public required string Worker { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When its worker was last known to be at it.</summary>
    public required DateTimeOffset RenewedAt { get; init; }

    /// <summary>Null: under way, or cut off.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary><c>succeeded</c>, <c>retry</c>, <c>failed</c>, or <c>unknown</c> where its worker never said; null without an end.</summary>
    public string? Outcome { get; init; }

    /// <summary>What came of it, without secrets.</summary>
    public string? Detail { get; init; }
}
