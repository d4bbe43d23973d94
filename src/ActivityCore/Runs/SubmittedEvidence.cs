using System.Text.Json.Serialization;
using ActivityCore.Evidence;

namespace ActivityCore.Runs;

/// <summary>What <c>submit_evidence</c> returns. The rows are in the store.</summary>
/// <param name="Submitted">Pieces that their receivers have.</param>
/// <param name="Deferred">Pieces that were not sent, because a gate is closed.</param>
/// <param name="Rejected">Pieces that dead letters keep.</param>
public sealed record SubmittedEvidence(
    [property: JsonPropertyName("submitted")] int Submitted,
    [property: JsonPropertyName("deferred")] int Deferred,
    [property: JsonPropertyName("rejected")] int Rejected)
{
    internal static SubmittedEvidence Of(EvidenceOutcome outcome) =>
        new(outcome.Count(EvidenceState.Submitted), outcome.Count(EvidenceState.Deferred), outcome.Count(EvidenceState.Rejected));
}
