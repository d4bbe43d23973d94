using ActivityCore.Instructions;
using ActivityCore.Storage;
using ActivityCore.Tasks;

namespace ActivityCore.Runs;

/// <summary>Answers why a task exists and why none was made, from the store alone. Safe to share.</summary>
public sealed class RunQueries(IRunLog runs, IEventLog events, IInstructionLog instructions, ITaskSpawnLog tasks)
{
    private const int MaxTasks = 1_000;
    private const int MaxCandidates = 10;

    /// <summary>The run of an id, or of the first characters of one.</summary>
    public async Task<Lookup<RunDetail>> FindRunAsync(string idOrPrefix, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(idOrPrefix);
        var run = await runs.FindAsync(idOrPrefix, cancellationToken);
        if (run is null)
        {
            var page = await runs.ListAsync(new() { RunIdPrefix = idOrPrefix }, new(MaxCandidates), cancellationToken);
            if (page.Items.Count > 1)
            {
                return new Lookup<RunDetail>.Ambiguous([.. page.Items.Select(item => item.RunId)]);
            }

            run = page.Items is [var only] ? await runs.FindAsync(only.RunId, cancellationToken) : null;
        }

        return run is null ? new Lookup<RunDetail>.None() : new Lookup<RunDetail>.Found(await DetailAsync(run, cancellationToken));
    }

    /// <summary>The tasks that a reference, an issue's id or the first characters of a task key stand for, each with its reasons.</summary>
    public async Task<IReadOnlyList<TaskReason>> WhyAsync(string reference, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reference);
        var reasons = new List<TaskReason>();
        foreach (var task in await tasks.SearchAsync(reference, cancellationToken))
        {
            var run = await runs.FindAsync(task.RunId, cancellationToken);
            reasons.Add(new()
            {
                Task = task,
                Run = run,
                Event = await EventAsync(run, cancellationToken),
            });
        }

        return reasons;
    }

    private async Task<RunDetail> DetailAsync(RunRecord run, CancellationToken cancellationToken)
    {
        var page = await tasks.ListAsync(new() { RunId = run.RunId }, new(MaxTasks), cancellationToken);
        return new()
        {
            Run = run,
            Event = await EventAsync(run, cancellationToken),
            Instructions = await instructions.ListAsync(run.RunId, cancellationToken),
            Tasks = [.. page.Items.OrderBy(task => task.Sequence)],
            Because = Because(run, page.Items),
        };
    }

    private static string Because(RunRecord run, IReadOnlyList<TaskSpawn> tasks) => run.State switch
    {
        RunState.Pending => "The run is written down and waits for its workflow to be started.",
        RunState.NotMatched => $"No task: the trigger's own condition did not hold. {run.NotMatchedBecause}",
        RunState.Parked => $"No task yet: {run.Failure}",
        RunState.Dropped => $"No task: a person dropped the parked run. {run.Failure}",
        RunState.Failed => $"The run failed. {run.Failure}",
        RunState.Running when run.Decision is null => "The run has not decided yet.",
        RunState.Running when run is { Instructions: > 0, ConcludedAt: null } => "The run goes on with its instructions; its tasks are emitted after them.",
        RunState.Running => $"{Count(tasks)} of {run.Tasks} tasks have a reference; the run goes on with the others.",
        _ when run.Tasks == 0 => $"No task{Done(run)}: of {run.Matched + run.Missed + run.Errors} verdicts {run.Matched} matched, {run.Missed} missed and {run.Errors} came to an error.",
        _ => $"{Count(tasks)} tasks{Done(run)}: of {run.Matched + run.Missed + run.Errors} verdicts {run.Matched} matched, {run.Missed} missed and {run.Errors} came to an error.",
    };

    private static string Done(RunRecord run) => run.Instructions switch { 0 => "", 1 => ", 1 instruction", var count => $", {count} instructions" };

    // A dry run and the live task share a key and are one task.
    private static int Count(IReadOnlyList<TaskSpawn> tasks) => tasks.Where(task => task.Reference is not null).DistinctBy(task => task.Key, StringComparer.Ordinal).Count();

    private async Task<StoredEvent?> EventAsync(RunRecord? run, CancellationToken cancellationToken) =>
        run is { EventPublisher: { } publisher, EventId: { } id } ? await events.FindAsync(publisher, id, cancellationToken) : null;
}
