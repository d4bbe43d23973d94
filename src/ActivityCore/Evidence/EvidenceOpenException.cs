namespace ActivityCore.Evidence;

/// <summary>A submission left evidence to be sent again.</summary>
internal sealed class EvidenceOpenException(EvidenceOutcome outcome) : Exception(outcome.Describe())
{
    public EvidenceOutcome Outcome { get; } = outcome;
}
