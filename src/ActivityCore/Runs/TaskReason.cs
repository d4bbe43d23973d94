using ActivityCore.Rules;
using ActivityCore.Storage;
using ActivityCore.Tasks;

namespace ActivityCore.Runs;

/// <summary>Why a task exists.</summary>
public sealed record TaskReason
{
    /// <summary>The task: payload, sink, attempts, reference.</summary>
    public required TaskSpawn Task { get; init; }

    /// <summary>The run that made it, with its decision; null where it is gone.</summary>
    public RunRecord? Run { get; init; }

    /// <summary>The event; null for runs of a schedule or a request.</summary>
    public StoredEvent? Event { get; init; }

    /// <summary>The verdict with the condition and the values it saw; null where the task comes from no rule.</summary>
    public RuleDecision? Rule => Task.Rule;
}
