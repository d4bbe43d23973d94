using ActivityCore.Instructions;
using ActivityCore.Storage;
using ActivityCore.Tasks;

namespace ActivityCore.Runs;

/// <summary>A run with everything that explains it.</summary>
public sealed record RunDetail
{
    /// <summary>The run with context and decision: for each rule why, or why not.</summary>
    public required RunRecord Run { get; init; }

    /// <summary>Its event; null for runs of a schedule or a request.</summary>
    public StoredEvent? Event { get; init; }

    /// <summary>The instructions that were begun, in order.</summary>
    public IReadOnlyList<InstructionRecord> Instructions { get; init; } = [];

    /// <summary>Its tasks with their references, at most 1,000, in the order in which they were written.</summary>
    public IReadOnlyList<TaskSpawn> Tasks { get; init; } = [];

    /// <summary>One sentence: how the run stands and why it has the tasks that it has, or none.</summary>
    public required string Because { get; init; }
}
