namespace ActivityCore.Storage;

/// <summary>Which dead letters to list; what is null does not limit.</summary>
public sealed record DeadLetterFilter
{
    public DeadLetterKind? Kind { get; init; }

    public string? Source { get; init; }

    /// <summary>True: only those not settled. Default true.</summary>
    public bool OnlyOpen { get; init; } = true;

    public DateTimeOffset? Since { get; init; }
}
