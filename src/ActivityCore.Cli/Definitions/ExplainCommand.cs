using System.CommandLine;
using System.Text.Json;
using ActivityCore.Cli.CommandLine;
using ActivityCore.Cli.Output;
using ActivityCore.Cli.Runs;
using ActivityCore.Definitions;
using ActivityCore.Events;
using ActivityCore.Evidence;
using ActivityCore.Routing;
using ActivityCore.Rules;
using ActivityCore.Tasks;

namespace ActivityCore.Cli.Definitions;

/// <summary><c>activity-core explain</c>: what a definition would decide about an event, and why, with no server at all.</summary>
internal static class ExplainCommand
{
    public static Command Create(CommandBuilder build)
    {
        var name = new Argument<string>("definition") { Description = "The definition's name, or a file" };
        var eventFile = new Option<string?>("--event") { Description = "A file with the event's envelope as JSON, - for standard input", HelpName = "file" };
        var contextFile = new Option<string?>("--context") { Description = "A file with the context as a JSON object by entry name", HelpName = "file" };
        var at = CommonArguments.Time("--at", "Without --event: the nominal time of a schedule's tick, by default now", build.Time);
        return build.Action("explain", "Show what a definition decides about an event, and why", [name, eventFile, contextFile, at], async (call, cancel) =>
        {
            var definition = await DefinitionFiles.FindAsync(call.Get(name), call.Settings, cancel);
            var context = call.Get(contextFile) is { } path ? ReadContext(path, await File.ReadAllBytesAsync(InputFile.Require(path, "--context takes a file with a JSON object by entry name."), cancel)) : JsonDocument.Parse("{}").RootElement;
            RequireKnown(context, definition, call.Get(contextFile));
            if (call.Get(eventFile) is null && !definition.Triggers.Any(trigger => trigger is Trigger.OnCron or Trigger.OnRequest))
            {
                call.Printer.Message($"{definition.Name} starts on events alone: name one with --event FILE. What follows is decided without one, so that whatever asks for the event is missing.");
            }

            var envelope = call.Get(eventFile) is { } source ? await ReadEventAsync(source, call, cancel) : null;
            var decision = envelope is null
                ? Decide(definition, Occurrence.OfSchedule(definition.Id, call.Get(at) ?? call.Context.Time.GetUtcNow()), null, context)
                : DecideEvent(definition, envelope, context);
            var isStarted = decision.Rules.Count == 0 || decision.Rules.Any(rule => rule.RuleId is not TriggerCondition.RuleId || rule.Verdict == Verdict.Match);
            var evidence = isStarted && decision.FailRun is null ? await PlanEvidenceAsync(call, definition, context, cancel) : [];
            Print(call, definition, decision, evidence);
            return decision.FailRun is null ? ExitCode.Ok : ExitCode.Error;
        });
    }

    // As golden cases do: what no entry asks for would be left out without a word.
    private static void RequireKnown(JsonElement context, ActivityDefinition definition, string? path)
    {
        var known = definition.Context.Select(entry => entry.Name).ToList();
        if (context.EnumerateObject().Select(member => member.Name).FirstOrDefault(name => !known.Contains(name, StringComparer.Ordinal)) is { } unknown)
        {
            throw new CliException(ExitCode.Usage, $"{path} has `{unknown}`, which is no context entry of {definition.Name}{(Suggestion.For(unknown, known) is { Length: > 0 } near ? near : known.Count == 0 ? ": it has none." : $": they are {string.Join(", ", known)}.")}");
        }
    }

    private static Decision Decide(ActivityDefinition definition, Occurrence occurrence, EventEnvelope? envelope, JsonElement context) =>
        RuleEvaluator.Evaluate(definition, new EvaluationInput { Occurrence = occurrence, Event = envelope, Context = context });

    // As the router does it: the triggers first, and the rules only where one of them holds.
    private static Decision DecideEvent(ActivityDefinition definition, EventEnvelope envelope, JsonElement context)
    {
        var triggers = definition.Triggers.OfType<Trigger.OnEvent>().Where(trigger => TypePattern.Fits(trigger.Type, envelope.Type)).ToList();
        if (triggers.Count == 0)
        {
            var asked = string.Join(", ", definition.Triggers.OfType<Trigger.OnEvent>().Select(trigger => trigger.Type));
            return NotStarted([new RuleDecision
            {
                RuleId = TriggerCondition.RuleId,
                Verdict = Verdict.Miss,
                Because = $"The definition asks for {(asked.Length == 0 ? "no event" : asked)}, and the event is {envelope.Type}: no run is started.",
            }]);
        }

        var verdicts = triggers.ConvertAll(trigger => TriggerCondition.Evaluate(definition, trigger, envelope));
        if (!verdicts.Exists(verdict => verdict.Verdict == Verdict.Match))
        {
            return NotStarted(verdicts);
        }

        var decision = Decide(definition, Occurrence.OfEvent(envelope), envelope, context);
        return decision with { Rules = [.. verdicts.Where(verdict => verdict.Condition is not null), .. decision.Rules] };
    }

    private static Decision NotStarted(IReadOnlyList<RuleDecision> triggers) => new() { Rules = triggers, Tasks = [] };

    private static void Print(Invocation call, ActivityDefinition definition, Decision decision, IReadOnlyList<PlannedEvidence> evidence)
    {
        var view = new ExplanationView(
            definition.Name, definition.Hash, [.. decision.Rules.Select(RuleView.Of)], InstructionView.Of(decision, []), [.. decision.Tasks.Select(task => new PlannedTaskView(task.Key, task.Spec))], decision.FailRun,
            [.. evidence.Select(one => new PlannedEvidenceView(one.Sink, one.EventType, one.Entity.Length == 0 ? null : one.Entity, one.State, one.Status, one.Reason, one.Payload))]);
        call.Printer.One(view, (_, write) =>
        {
            write.Field("definition", $"{definition.Name} at {definition.Hash}");
            write.Heading("Verdicts");
            foreach (var line in Explainer.Lines(decision))
            {
                write.Text(line);
            }

            if (definition.Instructions.Count > 0)
            {
                write.Heading(decision.PlannedInstructions.Any() ? "Instructions that would be done, one after the other" : "No instruction would be done.");
            }

            foreach (var plan in decision.PlannedInstructions)
            {
                write.Text($"{plan.InstructionId}{(plan.Item is { } item ? $" [{item}]" : "")}: {plan.Describe()}{(plan.ReturnsTasks ? ", which returns tasks" : "")}");
            }

            write.Heading(decision.Tasks.Count == 0 ? "No tasks would follow." : "Tasks that would follow");
            foreach (var task in decision.Tasks)
            {
                write.Text($"{task.Spec.Title}  ({task.Spec.TargetRepo}, {task.Spec.Priority}, rule {task.Spec.SourceId})");
            }

            if (evidence.Count > 0)
            {
                write.Heading("Evidence that would follow the tasks");
            }

            foreach (var one in evidence)
            {
                write.Text($"{one.EventType}{(one.Entity.Length == 0 ? "" : $" of {one.Entity}")} to {one.Sink}{(one.Status is null ? "" : $": {Word.Of(one.State)}, {one.Status}. {one.Reason}")}");
            }
        });
    }

    // The gates as this environment has them; the run's id is not known yet, so the keys are not the real ones.
    private static async Task<IReadOnlyList<PlannedEvidence>> PlanEvidenceAsync(Invocation call, ActivityDefinition definition, JsonElement context, CancellationToken cancel) =>
        new EvidencePlanner(call.Settings.Evidence, await DefinitionFiles.ReadEventTypesAsync(call.Settings, cancel)).Plan(
            new() { RunId = "RUN", Definition = definition, Context = context, ObservedAt = call.Context.Time.GetUtcNow() });

    private static async Task<EventEnvelope> ReadEventAsync(string source, Invocation call, CancellationToken cancel)
    {
        var bytes = source is "-" ? System.Text.Encoding.UTF8.GetBytes(await call.Context.In.ReadToEndAsync(cancel)) : await File.ReadAllBytesAsync(InputFile.Require(source, "--event takes a file with an envelope, or - for standard input."), cancel);
        return EnvelopeReader.Read(bytes, call.Settings.DefaultPublisher) switch
        {
            EnvelopeReading.Accepted accepted => accepted.Envelope,
            EnvelopeReading.Refused refused => throw new CliException(ExitCode.Usage, $"{source} is no event: {refused.Reason}"),
            var other => throw new InvalidOperationException($"{other.GetType().Name} is not known."),
        };
    }

    private static JsonElement ReadContext(string path, byte[] bytes)
    {
        try
        {
            var context = JsonDocument.Parse(bytes).RootElement;
            return context.ValueKind == JsonValueKind.Object ? context : throw new CliException(ExitCode.Usage, $"{path} must hold a JSON object by entry name.");
        }
        catch (JsonException e)
        {
            throw new CliException(ExitCode.Usage, $"{path} is no JSON: {e.Message}", null, e);
        }
    }

    /// <summary>What would be decided; the member names are a contract (docs/cli.md).</summary>
    private sealed record ExplanationView(string Definition, string DefinitionHash, IReadOnlyList<RuleView> Rules, IReadOnlyList<InstructionView> Instructions, IReadOnlyList<PlannedTaskView> Tasks, string? FailRun, IReadOnlyList<PlannedEvidenceView> Evidence);

    private sealed record PlannedEvidenceView(string Sink, string EventType, string? Entity, EvidenceState State, string? Status, string? Reason, JsonElement Payload);

    private sealed record PlannedTaskView(string Key, TaskSpec Task);
}
