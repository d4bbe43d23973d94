using System.Text;
using System.Text.Json;
using ActivityCore.Cli.CommandLine;
using ActivityCore.Definitions;
using ActivityCore.Events;
using ActivityCore.Rules;
using ActivityCore.Rules.Cases;
using ActivityCore.Runs;
using ActivityCore.Storage;
using ActivityCore.Tasks;

namespace ActivityCore.Cli.Runs;

/// <summary>
/// Makes a golden case of a run: what came in, as it is stored, and what was decided. The texts that it expects are rendered again from what is stored, so that a
/// secret that the run still saw is not in them. Pure.
/// </summary>
internal static class RunCapture
{
    private const int MaxShown = 3;
    private static readonly JsonElement NoContext = JsonElement.Parse("{}");

    /// <summary>The case, tried on the version that the run is pinned to.</summary>
    /// <param name="detail">The run with its event.</param>
    /// <param name="definition">The version that the run is pinned to.</param>
    /// <param name="name">What the case is called; null: after the run.</param>
    /// <exception cref="CliException">No case can say what the run came to.</exception>
    public static CapturedCase Of(RunDetail detail, ActivityDefinition definition, string? name)
    {
        CaptureRefusals.Check(detail);
        var run = detail.Run;
        CaptureRefusals.CheckLimits(run, definition.Limits);
        var cause = Cause(detail, name ?? $"captured run {run.RunId}");
        var decision = CaseRunner.Run(definition, cause).Decision;
        var isMasked = IsMasked(cause);
        if (Difference(run, decision) is { } difference)
        {
            throw CaptureRefusals.Differs(run, difference, isMasked);
        }

        var golden = CaseExpectation.Of(cause, decision)
            ?? throw new CliException(
                ExitCode.Error, $"The run {run.RunId} had nothing to evaluate: no case can expect anything of it.", "A case needs a task, an instruction, or a reason for none.");
        List<string> notes = [$"Captured from the run {run.RunId}, {run.DefinitionName} at {run.DefinitionHash[..12]}."];
        if (run.Occurrence.Kind == OccurrenceKind.Manual && cause.Event is not null)
        {
            notes.Add("It was asked for by hand on an event that had come in before: here `now` is the event's time.");
        }

        if (isMasked)
        {
            notes.Add("Secrets are masked in what is stored: put other values in their place where a rule needs them.");
        }

        if (OtherFields(run.Decision?.Tasks ?? [], decision.Tasks) is { Count: > 0 } others)
        {
            notes.Add($"Rendered from what is stored, and not as in the run: {string.Join("; ", others)}.");
        }

        var captured = new CapturedCase(golden, notes);
        Prove(run, definition, captured, isMasked);
        return captured;
    }

    private static GoldenCase Cause(RunDetail detail, string name)
    {
        var run = detail.Run;
        var envelope = detail.Event?.Envelope;
        return new()
        {
            Name = name,
            Line = 0,
            Kind = envelope is null ? run.Occurrence.Kind : OccurrenceKind.Event,
            // While a run of the event goes on its secrets are still stored.
            Event = envelope is null ? null : envelope with { Attributes = Redaction.Json(envelope.Attributes) },
            Now = envelope?.Timestamp ?? run.Occurrence.NominalTime,
            Context = run.Context is { } context ? Redaction.Json(context) : NoContext,
        };
    }

    private static bool IsMasked(GoldenCase cause) =>
        cause.Event?.Attributes.GetRawText().Contains(Redaction.Mask, StringComparison.Ordinal) is true || cause.Context.GetRawText().Contains(Redaction.Mask, StringComparison.Ordinal);

    // Verdict by verdict; the texts may differ.
    private static string? Difference(RunRecord run, Decision again)
    {
        if (again.FailRun is { } failure)
        {
            return failure;
        }

        if (run.Decision is not { } stored)
        {
            return again.Rules.All(rule => rule is { RuleId: TriggerCondition.RuleId, Verdict: Verdict.Miss }) && again.Instructions.Count == 0 ? null : "the trigger's condition holds in the case";
        }

        var (was, now) = (Verdicts(stored), Verdicts(again));
        return !was.SequenceEqual(now, StringComparer.Ordinal) ? $"the verdicts were {Shown(was)}, and are {Shown(now)}"
            : stored.Tasks.Count != again.Tasks.Count ? $"{stored.Tasks.Count} tasks followed, and now {again.Tasks.Count}"
            : null;
    }

    private static List<string> Verdicts(Decision decision) =>
        [.. decision.Verdicts.Select(rule => $"{Redaction.Value(RunSummary.Name(rule))} {rule.Verdict.ToString().ToLowerInvariant()}")];

    private static string Shown(List<string> verdicts) => verdicts.Count == 0 ? "none"
        : string.Join(", ", verdicts.Take(MaxShown)) + (verdicts.Count > MaxShown ? $" and {verdicts.Count - MaxShown} more" : "");

    // Only the names of the fields: the run's own text may hold what must not get into a file.
    private static List<string> OtherFields(IReadOnlyList<PlannedTask> run, IReadOnlyList<PlannedTask> again) =>
    [
        .. run.Zip(again).Select((pair, index) =>
        {
            var (was, now) = (CaseExpectation.Expected(pair.First), CaseExpectation.Expected(pair.Second));
            var names = was.EnumerateObject().Concat(now.EnumerateObject()).Select(field => field.Name).Distinct(StringComparer.Ordinal)
                .Where(field => !(was.TryGetProperty(field, out var before) && now.TryGetProperty(field, out var after) && JsonElement.DeepEquals(before, after)))
                .ToList();
            return names.Count == 0 ? null : $"task {index + 1}, {string.Join(", ", names)}";
        }).OfType<string>(),
    ];

    // Through the file and back: what is printed is known to be read and to hold.
    private static void Prove(RunRecord run, ActivityDefinition definition, CapturedCase captured, bool isMasked)
    {
        var reading = CaseLoader.Load("the case", Encoding.UTF8.GetBytes(CaseWriter.Head + captured.Text()));
        if (reading.Problems.FirstOrDefault(problem => problem.Severity == ProblemSeverity.Error) is { } problem)
        {
            throw new CliException(ExitCode.Error, $"The run {run.RunId} does not fit into a file of cases: {problem.Message}", "Write a smaller case by hand, with the values that matter.");
        }

        if (CaseRunner.Run(definition, reading.Cases[0]) is { Passed: false } result)
        {
            throw CaptureRefusals.Differs(run, string.Join(" ", result.Differences.Take(MaxShown)), isMasked);
        }
    }
}
