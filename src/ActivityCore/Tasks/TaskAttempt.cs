namespace ActivityCore.Tasks;

/// <summary>One try to send a task.</summary>
public sealed record TaskAttempt
{
    /// <summary>From 1.</summary>
    public required int Number { get; init; }

    public required string Sink { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Null: under way, or cut off.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary><c>created</c>, <c>retry</c>, <c>rejected</c>; null without an end.</summary>
    public string? Outcome { get; init; }

    /// <summary>What the sink said, without secrets.</summary>
    public string? Detail { get; init; }
}
