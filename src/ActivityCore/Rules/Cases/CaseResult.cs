namespace ActivityCore.Rules.Cases;

/// <summary>What a case came to.</summary>
public sealed record CaseResult
{
    /// <summary>The case.</summary>
    public required GoldenCase Case { get; init; }

    /// <summary>What differs from the expectation, one sentence each; empty: the case holds.</summary>
    public required IReadOnlyList<string> Differences { get; init; }

    /// <summary>The verdicts as the engine would record them, trigger included, for <see cref="Explainer"/>.</summary>
    public required Decision Decision { get; init; }

    /// <summary>Whether the case holds.</summary>
    public bool Passed => Differences.Count == 0;
}
