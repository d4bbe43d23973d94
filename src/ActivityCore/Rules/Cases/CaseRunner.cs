using ActivityCore.Definitions;
using ActivityCore.Events;
using ActivityCore.Routing;

namespace ActivityCore.Rules.Cases;

/// <summary>Runs golden cases through the engine's own trigger conditions and rules. Pure and thread-safe.</summary>
public static class CaseRunner
{
    /// <summary>Runs the case on the definition.</summary>
    public static CaseResult Run(ActivityDefinition definition, GoldenCase golden)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(golden);

        var decision = Decide(definition, golden);
        List<string> differences = [.. UnknownContext(definition, golden)];
        var errors = decision.Verdicts.Where(r => r.Verdict == Verdict.Error).Select(r => r.Because).ToList();
        if (decision.FailRun is { } failure && errors.Count == 0)
            errors.Add(failure);
        CompareErrors(golden, errors, differences);
        if (golden.Tasks is { } expected)
            TaskDifferences.Add(differences, expected, decision.Tasks);
        if (golden.Instructions is { } instructions)
            InstructionDifferences.Add(differences, instructions, [.. decision.PlannedInstructions]);
        if (golden.None is not null)
            CompareNone(golden.None, decision, differences);
        return new CaseResult { Case = golden, Decision = decision, Differences = differences };
    }

    private static Decision Decide(ActivityDefinition definition, GoldenCase golden)
    {
        var (starts, trigger) = Trigger(definition, golden);
        if (!starts)
            return new Decision { Rules = trigger, Tasks = [] };

        var decision = RuleEvaluator.Evaluate(definition, new EvaluationInput { Occurrence = Occurrence(definition, golden), Event = golden.Event, Context = golden.Context });
        var parked = Parked(decision, definition.Limits);
        return decision with
        {
            Rules = [.. trigger, .. decision.Rules],
            Tasks = parked is null ? decision.Tasks : [],
            Instructions = parked is null ? decision.Instructions : [.. decision.Instructions.Select(instruction => instruction with { Planned = null })],
            FailRun = parked ?? decision.FailRun,
        };
    }

    private static string? Parked(Decision decision, Limits limits)
    {
        if (decision.Tasks.Count > limits.MaxTasksPerRun)
            return $"The run is parked: {decision.Tasks.Count} tasks are more than max_tasks_per_run, {limits.MaxTasksPerRun}.";

        return decision.PlannedInstructions.Count() is var count && count > limits.MaxInstructionsPerRun
            ? $"The run is parked: {count} instructions are more than max_instructions_per_run, {limits.MaxInstructionsPerRun}."
            : null;
    }

    private static Occurrence Occurrence(ActivityDefinition definition, GoldenCase golden) => golden.Kind switch
    {
        OccurrenceKind.Event => Events.Occurrence.OfEvent(golden.Event!),
        OccurrenceKind.Schedule => Events.Occurrence.OfSchedule(definition.Id, golden.Now),
        _ => Events.Occurrence.OfRequest(golden.Name, golden.Now),
    };

    // Whether a run starts, and the verdicts of the triggers that have a say in it. What a disabled definition would decide is seen before it is enabled.
    private static (bool Starts, IReadOnlyList<RuleDecision> Verdicts) Trigger(ActivityDefinition definition, GoldenCase golden)
    {
        if (golden.Kind == OccurrenceKind.Schedule)
            return definition.Triggers.OfType<Trigger.OnCron>().Any() ? (true, []) : (false, [NoStart("The definition has no cron trigger.")]);
        if (golden.Event is not { } envelope)
            return (true, []);

        var verdicts = definition.Triggers.OfType<Trigger.OnEvent>().Where(t => TypePattern.Fits(t.Type, envelope.Type)).Select(t => TriggerCondition.Evaluate(definition, t, envelope)).ToList();
        return verdicts.Count == 0 ? (false, [NoStart($"No trigger of the definition fits the event type {envelope.Type}.")])
            : verdicts.Exists(v => v.Verdict == Verdict.Match) ? (true, [])
            : (false, verdicts);
    }

    private static RuleDecision NoStart(string because) => new() { RuleId = TriggerCondition.RuleId, Verdict = Verdict.Miss, Because = because };

    private static IEnumerable<string> UnknownContext(ActivityDefinition definition, GoldenCase golden)
    {
        var known = definition.Context.Select(c => c.Name).ToList();
        return golden.Context.EnumerateObject().Select(p => p.Name).Where(n => !known.Contains(n, StringComparer.Ordinal))
            .Select(n => $"`context.{n}` is no context entry of the definition{Suggestion.For(n, known)}");
    }

    private static void CompareErrors(GoldenCase golden, List<string> errors, List<string> differences)
    {
        if (golden.Error is null)
            differences.AddRange(errors.Select(e => $"An error was not expected: {e}"));
        else if (errors.Count == 0)
            differences.Add($"An error with \"{golden.Error}\" was expected, and there was none.");
        else if (!errors.Exists(e => e.Contains(golden.Error, StringComparison.Ordinal)))
            differences.AddRange(errors.Select(e => $"An error with \"{golden.Error}\" was expected, but it was: {e}"));
    }

    private static void CompareNone(string expected, Decision decision, List<string> differences)
    {
        TaskDifferences.Add(differences, [], decision.Tasks);
        InstructionDifferences.Add(differences, [], [.. decision.PlannedInstructions]);
        var reasons = decision.Verdicts.Where(r => r.Verdict == Verdict.Miss).ToList();
        if (decision.Tasks.Count == 0 && !decision.PlannedInstructions.Any() && !reasons.Exists(r => r.Because.Contains(expected, StringComparison.Ordinal)))
            differences.Add($"No reason has \"{expected}\"; the reasons are: {(reasons.Count == 0 ? "none." : string.Join(" | ", reasons.Select(r => $"{r.RuleId}{(r.Item is null ? "" : $" [{r.Item}]")}: {r.Because}")))}");
    }
}
