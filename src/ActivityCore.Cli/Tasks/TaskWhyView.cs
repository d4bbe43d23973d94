using System.Text.Json;
using ActivityCore.Cli.Events;
using ActivityCore.Cli.Runs;
using ActivityCore.Storage;
using ActivityCore.Tasks;

namespace ActivityCore.Cli.Tasks;

/// <summary>Why a task exists: event, definition at hash, rule, condition with the values it saw, run, sink and reference.</summary>
internal sealed record TaskWhyView
{
    public required TaskView Task { get; init; }

    /// <summary>Null where the run is no longer stored.</summary>
    public RunView? Run { get; init; }

    /// <summary>The verdict of the rule or instruction that asked for it; null where none is stored.</summary>
    public RuleView? Rule { get; init; }

    /// <summary>Null for cron and manual runs.</summary>
    public EventView? Event { get; init; }

    /// <summary>The ten fields as sent.</summary>
    public required JsonElement Payload { get; init; }

    public string? DuplicateOf { get; init; }

    /// <summary>What became of the payload.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string PayloadTitle => this switch
    {
        { DuplicateOf: not null } => "Not sent: the same problem has its task already",
        { Task.State: TaskState.DryRun } => "Would be sent",
        _ => "Sent",
    };

    public required IReadOnlyList<AttemptView> Attempts { get; init; }

    public static TaskWhyView Of(TaskSpawn task, RunRecord? run, StoredEvent? cause) => new()
    {
        Task = TaskView.Of(task),
        Run = run is null ? null : RunView.Of(run, cause?.Envelope.Type),
        Rule = task.Rule is null ? null : RuleView.Of(task.Rule),
        Event = cause is null ? null : EventView.Of(cause),
        Payload = JsonSerializer.SerializeToElement(task.Spec with { TriggeringEventId = task.SentEventId }),
        DuplicateOf = task.DuplicateOf,
        Attempts = [.. task.AttemptLog.Select(a => new AttemptView(a.Number, a.Sink, a.StartedAt, a.EndedAt, a.Outcome, a.Detail))],
    };

    /// <summary>One try to send it; without an end it is under way or was cut off.</summary>
    internal sealed record AttemptView(int Number, string Sink, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, string? Outcome, string? Detail);
}
