using ActivityCore.Storage;

namespace ActivityCore.Runs;

/// <summary>Runs that a step may work on.</summary>
internal static class UsableRuns
{
    /// <summary>The run, unless it goes no further whoever starts its workflow again.</summary>
    /// <exception cref="RunNotFoundException">There is none.</exception>
    /// <exception cref="RunUnusableException">A person dropped it, or retention took its decision away.</exception>
    public static async Task<RunRecord> FindUsableAsync(this IRunLog runs, string runId, CancellationToken cancellationToken) => await runs.FindAsync(runId, cancellationToken) switch
    {
        null => throw new RunNotFoundException(runId),
        { State: RunState.Dropped } => throw new RunUnusableException($"The run {runId} cannot go on: a person dropped it."),
        { PayloadRemovedAt: { } at } => throw new RunUnusableException($"The run {runId} cannot go on: {RetentionText.Removed(at)}."),
        var run => run,
    };
}
