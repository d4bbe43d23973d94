namespace ActivityCore.Evidence;

/// <summary>Which evidence to list; what is null does not limit.</summary>
public sealed record EvidenceFilter
{
    public string? RunId { get; init; }

    public EvidenceState? State { get; init; }

    public string? Sink { get; init; }

    public string? EventType { get; init; }

    /// <summary>Written at this time or later.</summary>
    public DateTimeOffset? Since { get; init; }
}
