using ActivityCore.Rules;

namespace ActivityCore.Cli.Runs;

/// <summary>What one rule came to for one item, and why.</summary>
internal sealed record RuleView
{
    public required string RuleId { get; init; }

    public string? Item { get; init; }

    /// <summary>match, miss or error.</summary>
    public required Verdict Verdict { get; init; }

    public string? Condition { get; init; }

    public required string Because { get; init; }

    public required IReadOnlyList<LeafView> Leaves { get; init; }

    public required IReadOnlyList<string> TaskKeys { get; init; }

    public static RuleView Of(RuleDecision rule) => new()
    {
        RuleId = rule.RuleId,
        Item = rule.Item,
        Verdict = rule.Verdict,
        Condition = rule.Condition,
        Because = rule.Because,
        Leaves = [.. rule.Leaves.Select(leaf => new LeafView(leaf.Text, leaf.Outcome, leaf.Values, leaf.Note))],
        TaskKeys = rule.TaskKeys,
    };

    /// <summary>One comparison of the condition, its outcome, the value of each of its paths as JSON or <c>missing</c>, and what is missing or wrong.</summary>
    internal sealed record LeafView(string Text, string Outcome, IReadOnlyDictionary<string, string> Values, string? Note);
}
