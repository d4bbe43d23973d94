namespace ActivityCore.Storage;

/// <summary>Something to be kept for a person; see <see cref="DeadLetter"/> for the members.</summary>
public sealed record NewDeadLetter
{
    public required DeadLetterKind Kind { get; init; }

    public required string Key { get; init; }

    public required string Reason { get; init; }

    public required string Payload { get; init; }

    public required string Source { get; init; }
}
