namespace ActivityCore.Rules;

/// <summary>What one rule came to for one item (or once, without <c>for_each</c>), and why. Serialised as is into the audit.</summary>
public sealed record RuleDecision
{
    /// <summary>The rule.</summary>
    public required string RuleId { get; init; }

    /// <summary>The item's key, or its index as text; null without <c>for_each</c>.</summary>
    public string? Item { get; init; }

    /// <summary>The verdict.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>The condition's text as written; null where the rule has none.</summary>
    public string? Condition { get; init; }

    /// <summary>One sentence for people: the leaves that made it so with the values they saw, missing paths named.</summary>
    public required string Because { get; init; }

    /// <summary>Every leaf that was looked at: text, verdict and the values of its paths.</summary>
    public IReadOnlyList<LeafExplanation> Leaves { get; init; } = [];

    /// <summary>The keys of the tasks it asks for.</summary>
    public IReadOnlyList<string> TaskKeys { get; init; } = [];
}
