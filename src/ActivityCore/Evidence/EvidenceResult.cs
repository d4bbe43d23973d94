namespace ActivityCore.Evidence;

/// <summary>What a receiver made of evidence. A closed set; reasons are for people and without secrets.</summary>
public abstract record EvidenceResult
{
    private EvidenceResult()
    {
    }

    /// <summary>It is there.</summary>
    /// <param name="Reference">The receiver's id of it.</param>
    public sealed record Submitted(string Reference) : EvidenceResult;

    /// <summary>Not now: an outage or a limit. To be sent again.</summary>
    /// <param name="Reason">Why.</param>
    /// <param name="After">What the receiver asked for, or null.</param>
    public sealed record Retry(string Reason, TimeSpan? After = null) : EvidenceResult;

    /// <summary>Never as it is.</summary>
    /// <param name="Status">One of <see cref="EvidenceStatus"/>.</param>
    /// <param name="Reason">Why.</param>
    public sealed record Rejected(string Status, string Reason) : EvidenceResult;
}
