using ActivityCore.Cli.CommandLine;
using ActivityCore.Cli.Output;
using ActivityCore.Storage;

namespace ActivityCore.Cli.Runs;

/// <summary>A run for people on a terminal.</summary>
internal static class RunText
{
    public static void Describe(RunDetailView detail, DetailWriter write)
    {
        var run = detail.Run;
        write.Field("run", run.RunId);
        write.Field("definition", $"{run.DefinitionName} ({run.DefinitionId:D}) at {run.DefinitionHash}");
        write.Field("cause", run.EventId is { } id ? $"{run.EventType} {id:D} of {run.EventPublisher}" : run.Occurrence);
        write.Field("now", $"{Moment.Show(run.NominalTime)} in every expression of the run");
        write.Field("state", Word.Of(run.State));
        write.Field("why", run.Why);
        write.Field("next", RunAdvice.Of(detail));
        write.Field("created", Moment.Show(run.CreatedAt));
        write.Field(run.State == RunState.Parked ? "parked" : "finished", Moment.Show(run.FinishedAt));
        write.Field("workflow", detail.TemporalPage?.ToString());
        if (detail.ContextNotes is { Count: > 0 } notes)
        {
            write.Heading("Context");
            foreach (var (entry, note) in notes)
            {
                write.Field(entry, note, indent: 2);
            }
        }

        if (detail.Rules.Count > 0 || detail.Instructions.Count == 0)
        {
            write.Heading(detail.Rules.Count == 0 ? "No rule was evaluated." : "Rules");
        }

        foreach (var rule in detail.Rules)
        {
            Describe(rule, write);
        }

        if (detail.Instructions.Count > 0)
        {
            write.Heading("Instructions");
        }

        foreach (var instruction in detail.Instructions)
        {
            Describe(instruction, write);
        }

        write.Heading(detail.Planned.Count > 0 ? "Tasks that a release makes" : detail.Tasks.Count == 0 ? "No tasks." : "Tasks");
        foreach (var task in detail.Planned)
        {
            write.Text($"{task.Title}  ({task.TargetRepo}, {task.Priority}, {task.SourceId})");
        }

        foreach (var task in detail.Tasks)
        {
            write.Marked(Word.Of(task.State), $"{task.Reference ?? task.Key}  {task.Title}  ({task.TargetRepo}, {task.Priority}, {task.SourceType} {task.SourceId}, sink {task.Sink}{(task.DuplicateOf is { } first ? $", the same problem as {first[..12]}" : "")})");
            write.Field("error", task.LastError, indent: 4);
        }

        if (detail.Evidence.Count > 0)
        {
            write.Heading("Evidence");
        }

        foreach (var row in detail.Evidence)
        {
            write.Marked(Word.Of(row.State), $"{row.EventType}{(row.Entity is { } entity ? $" of {entity}" : "")} to {row.Sink}{(row.Reference ?? row.Status) switch { null => "", var outcome => $": {outcome}" }}");
            write.Field("reason", row.LastError, indent: 4);
        }
    }

    public static void Describe(RuleView rule, DetailWriter write)
    {
        write.Marked(Word.Of(rule.Verdict), $"{rule.RuleId}{(rule.Item is { } item ? $" [{item}]" : "")}: {rule.Because}");
        Describe(rule.Condition, rule.Leaves, write);
    }

    private static void Describe(InstructionView instruction, DetailWriter write)
    {
        write.Marked(Word.Of(instruction.Verdict), $"{instruction.InstructionId}{(instruction.Item is { } item ? $" [{item}]" : "")}: {instruction.Because}");
        Describe(instruction.Condition, instruction.Leaves, write);
        if (instruction is not { Action: { } action, State: { } state })
        {
            return;
        }

        write.Field("action", action, indent: 4);
        write.Field("state", $"{Word.Of(state)}{(instruction.Attempts.Count > 1 ? $" at attempt {instruction.Attempts.Count}" : "")}{(instruction.Result is { } result ? $": {result}" : "")}", indent: 4);
        write.Field("reference", instruction.Reference, indent: 4);
        foreach (var line in instruction.Output?.Split('\n') ?? [])
        {
            write.Text($"| {line}", indent: 6);
        }
    }

    private static void Describe(string? condition, IReadOnlyList<RuleView.LeafView> leaves, DetailWriter write)
    {
        write.Field("condition", condition, indent: 4);
        foreach (var leaf in leaves)
        {
            write.Marked(leaf.Outcome, $"{leaf.Text}{Values(leaf)}", indent: 6);
            write.Field("note", leaf.Note, indent: 13);
        }
    }

    private static string Values(RuleView.LeafView leaf) =>
        leaf.Values.Count == 0 ? "" : $"   where {string.Join(", ", leaf.Values.Select(value => $"{value.Key} = {value.Value}"))}";
}
