using System.Text.Json;
using ActivityCore.Definitions;

namespace ActivityCore.Evidence;

/// <summary>What evidence is planned from.</summary>
public sealed record EvidenceSource
{
    public required string RunId { get; init; }

    public required ActivityDefinition Definition { get; init; }

    /// <summary>What the rules saw, as it is stored with the run.</summary>
    public required JsonElement Context { get; init; }

    /// <summary>When it was observed, where the facts themselves do not say.</summary>
    public required DateTimeOffset ObservedAt { get; init; }
}
