namespace ActivityCore.Storage;

/// <summary>Something that could not be handled because of its content, kept until a person settles it.</summary>
public sealed record DeadLetter
{
    /// <summary>Place in the list.</summary>
    public required long Sequence { get; init; }

    /// <summary>Derived from kind, source and key: the same fault again is the same letter.</summary>
    public required string Id { get; init; }

    public required DeadLetterKind Kind { get; init; }

    /// <summary>What it is about: a task key, a message's id, or a hash of its bytes.</summary>
    public required string Key { get; init; }

    /// <summary>Why, for people; without secrets.</summary>
    public required string Reason { get; init; }

    /// <summary>What came, as text, with what looks like a secret masked; at most 64 KiB.</summary>
    public required string Payload { get; init; }

    /// <summary>Where it came from: <c>http</c>, <c>nats:STREAM</c>, a run id, ...</summary>
    public required string Source { get; init; }

    /// <summary>How often it came.</summary>
    public required int Count { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>How it was settled; null while it is open.</summary>
    public string? Resolution { get; init; }
}
