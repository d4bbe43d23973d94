using ActivityCore.Instructions;
using ActivityCore.Storage;
using ActivityCore.Tasks;

namespace ActivityCore.Runs;

/// <summary>
/// Sends a refused task again, under the same key and with its attempt in the audit, after the receiver or its settings were mended. When it was the last one that
/// its run waited for, the run is completed.
/// </summary>
internal sealed class TaskLetterReplay(ITaskEmitter emitter, ITaskSpawnLog tasks, IRunLog runs, IInstructionLog instructions, IIssueSinkFactory sinks) : IDeadLetterReplay
{
    private const int MaxTasks = 1_000;

    public DeadLetterKind Kind => DeadLetterKind.Task;

    public async Task<ReplayResult> ReplayAsync(DeadLetter letter, ReplayOptions options, CancellationToken cancellationToken = default)
    {
        if (options.Mended is not null)
        {
            return new ReplayResult.Impossible("A task is sent as its run has rendered it. Mend the definition, and drop the letter; the next run renders the task anew.");
        }

        if (await tasks.FindAsync(letter.Key, cancellationToken) is not { State: not TaskState.DryRun } row)
        {
            return new ReplayResult.Impossible($"There is no task {letter.Key} in the log.");
        }

        var sink = sinks.Create(options.SinkType ?? row.Sink);
        if (sink.IsDryRun)
        {
            return new ReplayResult.Impossible("A refused task is sent again for real: name a live sink with --sink rest or --sink nats.");
        }

        if (row.Reference is null)
        {
            switch (await emitter.ResendRejectedAsync(letter.Key, sink, cancellationToken))
            {
                case { Open: [{ Retryable: true } waiting] }:
                    return new ReplayResult.NotNow(waiting.Reason);
                case { Open: [var refused] }:
                    return new ReplayResult.RefusedAgain(refused.Reason);
            }

            row = await tasks.FindAsync(letter.Key, cancellationToken) ?? row;
        }

        await CompleteRunAsync(row.RunId, cancellationToken);
        return new ReplayResult.Replayed($"created as {row.Reference}");
    }

    // As `runs emit` does: a run that failed for its refused tasks alone has no reason to be failed any more.
    private async Task CompleteRunAsync(string runId, CancellationToken cancellationToken)
    {
        if (await runs.FindAsync(runId, cancellationToken) is not { State: RunState.Failed, Decision: { FailRun: null } decision })
        {
            return;
        }

        var (asked, instructionsAreDone) = await ConcludedDecision.ReadAsync(instructions, runId, decision, cancellationToken);
        var live = (await tasks.ListAsync(new() { RunId = runId }, new(MaxTasks), cancellationToken)).Items.Where(task => task.State != TaskState.DryRun).ToList();
        var settled = live.Where(task => task.Reference is not null).Select(task => task.Key).ToHashSet(StringComparer.Ordinal);
        if (instructionsAreDone && settled.Count == live.Count && asked.Tasks.All(task => settled.Contains(task.Key)))
        {
            await runs.MarkCompletedAsync(runId, cancellationToken);
        }
    }
}
