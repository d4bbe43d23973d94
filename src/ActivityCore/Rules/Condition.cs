using ActivityCore.Rules.Syntax;
using ActivityCore.Rules.Values;

namespace ActivityCore.Rules;

/// <summary>Evaluates a condition and explains it: which leaves there are, what they saw, and which of them made the verdict.</summary>
internal static class Condition
{
    // A sentence with more parts than this is not read; the leaves are all in the record.
    private const int MaxReasons = 5;

    public static Explained Evaluate(Expression expression, Scope scope, StepBudget budget)
    {
        var leaves = new List<LeafExplanation>();
        var branch = Walk(expression.Root, expression, new ExpressionEvaluator(expression, scope, budget), leaves);
        var verdict = branch.Result switch
        {
            { Error: not null } => Verdict.Error,
            { IsTrue: true } => Verdict.Match,
            _ => Verdict.Miss,
        };
        return new Explained(verdict, Because(verdict, [.. Deciding(branch)]), leaves);
    }

    // Follows `and`, `or` and `not`; everything else is a leaf. The logic is that of the evaluator.
    private static Branch Walk(Node node, Expression expression, ExpressionEvaluator evaluator, List<LeafExplanation> leaves)
    {
        switch (node)
        {
            case Node.Not not:
                var operand = Walk(not.Operand, expression, evaluator, leaves);
                return new Branch(Kleene.Not(operand.Result), null, [operand], null);

            case Node.Logic logic:
                var result = Kleene.Start(logic.And);
                var branches = new List<Branch>();
                foreach (var part in logic.Operands)
                {
                    if (Kleene.Decides(logic.And, result))
                    {
                        leaves.AddRange(ConditionLeaves.Of(part).Select(l => new LeafExplanation { Text = expression.TextOf(l), Outcome = "not evaluated" }));
                        continue;
                    }

                    branches.Add(Walk(part, expression, evaluator, leaves));
                    result = Kleene.Combine(logic.And, result, branches[^1].Result);
                }

                return new Branch(result, logic.And, branches, null);

            default:
                var seen = new Dictionary<string, string>(StringComparer.Ordinal);
                var value = evaluator.AsCondition(node, evaluator.EvaluateLeaf(node, seen));
                var leaf = new LeafExplanation
                {
                    Text = expression.TextOf(node),
                    Outcome = value switch { { IsTrue: true } => "true", { IsFalse: true } => "false", { Missing: not null } => "unknown", _ => "error" },
                    Values = seen,
                    Note = value.Missing ?? value.Error,
                };
                leaves.Add(leaf);
                return new Branch(value, null, [], leaf);
        }
    }

    // The leaves without which the result could have been another.
    private static IEnumerable<LeafExplanation> Deciding(Branch branch)
    {
        if (branch.Leaf is { } leaf)
            return [leaf];

        var parts = branch.And is { } and
            ? branch.Parts.Where(p => branch.Result switch
            {
                var r when Kleene.Decides(and, r) => Kleene.Decides(and, p.Result),
                { Error: not null } => p.Result.Error is not null,
                { Missing: not null } => !and || p.Result.Missing is not null,
                _ => true,
            })
            : branch.Parts;
        return parts.SelectMany(Deciding);
    }

    private static string Because(Verdict verdict, IReadOnlyList<LeafExplanation> deciding)
    {
        var reasons = deciding.Take(MaxReasons).Select(l => l.Note is null
            ? $"`{l.Text}` is {l.Outcome}{Seen(l)}"
            : l.Outcome is "unknown" ? $"`{l.Text}` is unknown: {l.Note}" : Error(l));
        var more = deciding.Count > MaxReasons ? $"; and {deciding.Count - MaxReasons} more" : "";
        var opening = verdict switch { Verdict.Match => "Matched: ", Verdict.Miss => "Not matched: ", _ => "Error: " };
        return Sentence($"{opening}{string.Join("; ", reasons)}{more}");
    }

    /// <summary>Ended by a full stop, unless it ends with a question.</summary>
    public static string Sentence(string text) => text.EndsWith('?') ? text : text + ".";

    private static string Error(LeafExplanation leaf)
        => leaf.Note!.StartsWith($"`{leaf.Text}`", StringComparison.Ordinal) ? leaf.Note : $"`{leaf.Text}` cannot be decided: {leaf.Note}";

    // A leaf that is a path says it all by itself.
    private static string Seen(LeafExplanation leaf)
    {
        var seen = leaf.Values.Where(v => !string.Equals(v.Key, leaf.Text, StringComparison.Ordinal)).Select(v => $"{v.Key} = {v.Value}").ToList();
        return seen.Count == 0 ? "" : $" ({string.Join(", ", seen)})";
    }

    /// <summary>A verdict with its sentence and leaves.</summary>
    internal sealed record Explained(Verdict Verdict, string Because, IReadOnlyList<LeafExplanation> Leaves);

    private sealed record Branch(Result Result, bool? And, IReadOnlyList<Branch> Parts, LeafExplanation? Leaf);
}
