using ActivityCore.Definitions;
using ActivityCore.Instructions;
using ActivityCore.Tasks;

namespace ActivityCore.Rules;

/// <summary>
/// Decides what follows: every rule and every instruction, for every item. Pure: equal input gives an equal decision on every machine, whatever the order of
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
            var run = new RuleRun<PlannedTask>(
                rule.Id, rule.ForEach, rule.When, "Matched: the rule has no condition.", new TaskRenderer(definition, rule, input).Render, task => task.Key);
            run.Evaluate(scope);
            decisions.AddRange(run.Outcomes.Select(outcome => outcome.Verdict));
            tasks.AddRange(run.Outcomes.SelectMany(outcome => outcome.Results));
            if (rule.OnError == RuleErrorPolicy.FailRun)
                failures.AddRange(Errors("Rule", run.Outcomes.Select(outcome => outcome.Verdict)));
        }

        var instructions = new List<InstructionDecision>();
        var renderer = new InstructionRenderer(definition, input);
        foreach (var instruction in definition.Instructions)
        {
            var run = new RuleRun<PlannedInstruction>(
                instruction.Id, instruction.ForEach, instruction.When, "Matched: the instruction has no condition.", renderer.Of(instruction));
            run.Evaluate(scope);
            instructions.AddRange(run.Outcomes.Select(outcome => new InstructionDecision { Verdict = outcome.Verdict, Planned = outcome.Results.SingleOrDefault() }));
            if (instruction.OnError == InstructionErrorPolicy.FailRun)
                failures.AddRange(Errors("Instruction", run.Outcomes.Select(outcome => outcome.Verdict)));
        }

        return new Decision
        {
            Rules = decisions,
            Tasks = failures.Count == 0 ? tasks : [],
            Instructions = failures.Count == 0 ? instructions : [.. instructions.Select(instruction => instruction with { Planned = null })],
            FailRun = failures.Count == 0 ? null
                : string.Join(" ", failures.Take(MaxErrorsNamed)) + (failures.Count > MaxErrorsNamed ? $" And {failures.Count - MaxErrorsNamed} more." : ""),
        };
    }

    private static IEnumerable<string> Errors(string what, IEnumerable<RuleDecision> verdicts) => verdicts.Where(verdict => verdict.Verdict == Verdict.Error)
        .Select(verdict => $"{what} {verdict.RuleId}{(verdict.Item is null ? "" : $", item {verdict.Item}")}: {verdict.Because}");
}
