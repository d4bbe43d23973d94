using ActivityCore.Rules.Syntax;

namespace ActivityCore.Rules;

/// <summary>Prints a verdict as lines for a terminal: the tree of the condition with what every leaf saw. Plain text, no colours; thread-safe.</summary>
public static class Explainer
{
    /// <summary>The verdict, its sentence, the tree and the task keys.</summary>
    public static IReadOnlyList<string> Lines(RuleDecision decision)
    {
        ArgumentNullException.ThrowIfNull(decision);
        var lines = new List<string> { $"{decision.RuleId}{(decision.Item is null ? "" : $" [{decision.Item}]")}: {decision.Verdict.ToString().ToLowerInvariant()}" };
        lines.AddRange(OneLine(decision.Because).Select(l => $"  {l}"));
        if (decision.Condition is { } condition && decision.Leaves.Count > 0)
        {
            lines.Add($"  when {string.Join(' ', OneLine(condition))}");
            AddTree(lines, condition, decision.Leaves);
        }

        lines.AddRange(decision.TaskKeys.Select(k => $"  task {k}"));
        return lines;
    }

    /// <summary>All verdicts in the order of the file, and the error that fails the run.</summary>
    public static IReadOnlyList<string> Lines(Decision decision)
    {
        ArgumentNullException.ThrowIfNull(decision);
        var lines = decision.Rules.SelectMany(Lines).ToList();
        foreach (var instruction in decision.Instructions)
        {
            lines.AddRange(Lines(instruction.Verdict));
            if (instruction.Planned is { } planned)
                lines.Add($"  does {planned.Describe()}");
        }

        if (decision.FailRun is { } error)
            lines.Add($"The run fails and emits nothing. {error}");
        return lines;
    }

    private static void AddTree(List<string> lines, string condition, IReadOnlyList<LeafExplanation> leaves)
    {
        // The leaves were recorded in the order of the text, so the tree is found again from the condition.
        if (Expression.TryParse(condition, out var expression, out _) && ConditionLeaves.Of(expression!.Root).Count() == leaves.Count)
        {
            var next = 0;
            AddNode(lines, expression.Root, leaves, ref next, "  ", "", "");
        }
        else
        {
            foreach (var leaf in leaves)
                AddLeaf(lines, leaf, "  ", "  ");
        }
    }

    private static void AddNode(List<string> lines, Node node, IReadOnlyList<LeafExplanation> leaves, ref int next, string indent, string branch, string below)
    {
        switch (node)
        {
            case Node.Not not:
                lines.Add($"{indent}{branch}not");
                AddNode(lines, not.Operand, leaves, ref next, indent + below, "└─ ", "   ");
                break;
            case Node.Logic logic:
                lines.Add($"{indent}{branch}{(logic.And ? "all of" : "any of")}");
                foreach (var (index, operand) in logic.Operands.Index())
                {
                    var last = index == logic.Operands.Count - 1;
                    AddNode(lines, operand, leaves, ref next, indent + below, last ? "└─ " : "├─ ", last ? "   " : "│  ");
                }

                break;
            default:
                AddLeaf(lines, leaves[next++], indent + branch, indent + below);
                break;
        }
    }

    private static void AddLeaf(List<string> lines, LeafExplanation leaf, string first, string rest)
    {
        lines.Add($"{first}{leaf.Outcome}: {string.Join(' ', OneLine(leaf.Text))}");
        lines.AddRange(leaf.Values.Where(v => !string.Equals(v.Key, leaf.Text, StringComparison.Ordinal) || leaf.Note is null).Select(v => $"{rest}   {string.Join(' ', OneLine(v.Key))} = {v.Value}"));
        if (leaf.Note is { } note)
            lines.AddRange(OneLine(note).Select(l => $"{rest}   {l}"));
    }

    // Conditions may be written over several lines.
    private static string[] OneLine(string text) => text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
