using ActivityCore.Definitions;
using ActivityCore.Tasks;

namespace ActivityCore.Rules;

/// <summary>
/// Decides what follows: every rule, for every item. Pure: equal input gives an equal decision on every machine, whatever the order of
/// members in the JSON it is given. Thread-safe. It does not throw for anything that a definition or data can hold.
/// </summary>
public static class RuleEvaluator
{
    private const int MaxErrorsNamed = 5;

    /// <summary>Evaluates all rules; each that matches asks for its tasks, and an error is never a miss.</summary>
    public static Decision Evaluate(ActivityDefinition definition, EvaluationInput input)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(input);

        var scope = Scope.Create(definition, input.Occurrence, input.Event, input.Context);
        var decisions = new List<RuleDecision>();
        var tasks = new List<PlannedTask>();
        var failures = new List<string>();
        foreach (var rule in definition.Rules)
        {
            var run = new RuleRun(definition, rule, input, scope);
            run.Evaluate();
            decisions.AddRange(run.Decisions);
            tasks.AddRange(run.Tasks);
            if (rule.OnError == RuleErrorPolicy.FailRun)
                failures.AddRange(run.Decisions.Where(d => d.Verdict == Verdict.Error).Select(Describe));
        }

        return new Decision
        {
            Rules = decisions,
            Tasks = failures.Count == 0 ? tasks : [],
            FailRun = failures.Count == 0 ? null
                : string.Join(" ", failures.Take(MaxErrorsNamed)) + (failures.Count > MaxErrorsNamed ? $" And {failures.Count - MaxErrorsNamed} more." : ""),
        };
    }

    private static string Describe(RuleDecision decision)
        => $"Rule {decision.RuleId}{(decision.Item is null ? "" : $", item {decision.Item}")}: {decision.Because}";
}
