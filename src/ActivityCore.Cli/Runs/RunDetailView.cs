using System.Text.Json;
using ActivityCore.Cli.Evidence;
using ActivityCore.Cli.Tasks;
using ActivityCore.Instructions;
using ActivityCore.Storage;
using ActivityCore.Tasks;

namespace ActivityCore.Cli.Runs;

/// <summary>A run with every verdict and task, as <c>runs show</c> and <c>GET /runs/{id}</c> give it.</summary>
internal sealed record RunDetailView
{
    public required RunView Run { get; init; }

    /// <summary>One entry a rule and item, in the order of the file; empty until it is decided.</summary>
    public required IReadOnlyList<RuleView> Rules { get; init; }

    /// <summary>One entry an instruction and item, in the order of the file; empty where the definition has none.</summary>
    public required IReadOnlyList<InstructionView> Instructions { get; init; }

    public required IReadOnlyList<TaskView> Tasks { get; init; }

    /// <summary>What the rules of a parked run ask for, for whoever releases or drops it; empty in every other state.</summary>
    public IReadOnlyList<PlannedView> Planned { get; init; } = [];

    /// <summary>What was submitted, deferred or rejected; empty where the definition asks for none.</summary>
    public IReadOnlyList<EvidenceView> Evidence { get; init; } = [];

    /// <summary>What the rules saw below <c>context</c>; null where the definition asks for none.</summary>
    public JsonElement? Context { get; init; }

    /// <summary>For each entry of the context what came, or why it was skipped; null where the definition asks for none.</summary>
    public IReadOnlyDictionary<string, string>? ContextNotes { get; init; }

    /// <summary>The page of the workflow, where a web UI is known.</summary>
    public Uri? TemporalPage { get; init; }

    public static RunDetailView Of(
        RunRecord run, string? eventType, IReadOnlyList<InstructionRecord> instructions, IEnumerable<TaskSpawn> tasks, Uri? temporalPage) => new()
        {
            Run = RunView.Of(run, eventType),
            Rules = [.. (run.Decision?.Rules ?? []).Select(RuleView.Of)],
            Instructions = InstructionView.Of(run.Decision, instructions),
            Tasks = [.. tasks.Select(TaskView.Of)],
            Planned = run is { State: RunState.Parked, Decision: { } decision }
                ? [.. decision.Tasks.Select(task => new PlannedView(task.Key, task.Spec.Title, task.Spec.TargetRepo, task.Spec.Priority, task.Spec.SourceId))]
                : [],
            Context = run.Context,
            ContextNotes = run.ContextNotes,
            TemporalPage = temporalPage,
        };

    /// <summary>A task that a release makes.</summary>
    internal sealed record PlannedView(string Key, string Title, string TargetRepo, string Priority, string SourceId);
}
