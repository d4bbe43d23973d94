using ActivityCore.Rules;
using ActivityCore.Storage;

namespace ActivityCore.Cli.Runs;

/// <summary>A run in one sentence.</summary>
internal static class RunSummary
{
    public static string Verdicts(int matched, int missed, int errors)
    {
        List<string> parts = [];
        Add(matched, "match");
        Add(missed, "miss");
        Add(errors, "error");
        return parts.Count == 0 ? "-" : string.Join(", ", parts);

        void Add(int count, string word)
        {
            if (count > 0)
            {
                parts.Add($"{count} {word}");
            }
        }
    }

    /// <summary>Why it has the tasks it has, or none. Without the decision (lists leave it out) the counts have to do.</summary>
    public static string Why(RunRecord run) => run switch
    {
        { State: RunState.NotMatched } => $"trigger: {run.NotMatchedBecause}",
        { Failure: { } failure } => failure,
        { Decision: { } decision } => Why(decision),
        { DecidedAt: null } => "not decided yet",
        _ => Verdicts(run.Matched, run.Missed, run.Errors),
    };

    /// <summary>The verdicts that explain the tasks: the matches where there are any, else the errors, else the misses.</summary>
    public static string Why(Decision decision)
    {
        if (decision.FailRun is { } failure)
        {
            return failure;
        }

        var verdict = new[] { Verdict.Match, Verdict.Error, Verdict.Miss }.FirstOrDefault(v => decision.Verdicts.Any(rule => rule.Verdict == v));
        var rules = decision.Verdicts.Where(rule => rule.Verdict == verdict).ToList();
        return rules.Count switch
        {
            0 => "there was nothing to evaluate: no rule and no instruction, or an empty list",
            1 => Sentence(rules[0]),
            _ => $"{Sentence(rules[0])} (and {rules.Count - 1} more)",
        };
    }

    private static string Sentence(RuleDecision rule) => $"{Name(rule)}: {rule.Because}";

    /// <summary>The rule, with the item where it walks over a list.</summary>
    public static string Name(RuleDecision rule) => rule.Item is { } item ? $"{rule.RuleId}[{item}]" : rule.RuleId;
}
