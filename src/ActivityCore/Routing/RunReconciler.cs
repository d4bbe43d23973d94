using ActivityCore.Events;
using ActivityCore.Runs;
using ActivityCore.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Temporalio.Client;

namespace ActivityCore.Routing;

/// <summary>
/// Compares open runs with their workflows. A run records its own end; where it cannot (its workflow was terminated, timed out or deleted, or a crash
/// has left it without one), its row would stay open for ever. Any number of routers may do this at once; an outage changes nothing.
/// </summary>
public sealed class RunReconciler(
    ITemporalClient client, EventRouter router, RunStarter starter, RunSteps steps, IRunLog runs, IEventLog events, RunReconcilerOptions options, TimeProvider time,
    ILogger<RunReconciler> logger) : BackgroundService
{
    // So many faults in one pass are none of these runs' own.
    private const int MaxFaults = 3;

    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(10);

    private static readonly RunState[] OpenStates = [RunState.Pending, RunState.Running, RunState.Parked];

    // Where the next pass goes on in each state.
    private readonly Dictionary<RunState, long?> _next = [];

    /// <summary>One pass over a batch of open runs in each state. Not for concurrent calls.</summary>
    /// <exception cref="Exception">The store cannot be asked.</exception>
    public async Task ReconcileAsync(CancellationToken cancellationToken = default)
    {
        var faults = 0;
        foreach (var state in OpenStates)
        {
            var filter = new RunFilter { State = state, CreatedBefore = time.GetUtcNow() - options.MinimumAge };
            var page = await runs.ListAsync(filter, new(options.BatchSize, _next.GetValueOrDefault(state)), cancellationToken);
            _next[state] = page.Next;
            foreach (var run in page.Items)
            {
                try
                {
                    await ReconcileAsync(run, cancellationToken);
                }
                catch (Exception e) when (!cancellationToken.IsCancellationRequested)
                {
                    Log.ReconcileFailed(logger, run.RunId, run.DefinitionName, e);
                    if (++faults == MaxFaults)
                    {
                        // The next pass begins behind it, so that no run stands in the others' way for ever.
                        _next[state] = run.Sequence;
                        return;
                    }
                }
            }
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await Task.Delay(options.Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stoppingToken.IsCancellationRequested)
            {
                return;
            }

            try
            {
                await ReconcileAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                Log.ReconcileInterrupted(logger, options.Interval, e);
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                // The way to end it; a call that is cut off says so in the words of its driver.
            }
        }
    }

    private async Task ReconcileAsync(RunRecord run, CancellationToken cancellationToken)
    {
        if (run.State == RunState.Pending)
        {
            await ResumeAsync(run, cancellationToken);
            return;
        }

        var end = await WorkflowEnd.ReadAsync(client, run.RunId, new() { Timeout = CallTimeout, CancellationToken = cancellationToken });

        // A run writes its end before its workflow closes: what is open now, after the look at the workflow, was left so.
        if (end is WorkflowEnd.Open || await runs.FindAsync(run.RunId, cancellationToken) is not { State: RunState.Running or RunState.Parked } open)
        {
            return;
        }

        await EndAsync(open, end, cancellationToken);
    }

    private async Task EndAsync(RunRecord run, WorkflowEnd end, CancellationToken cancellationToken)
    {
        switch (end)
        {
            case WorkflowEnd.Closed { ByPerson: true } closed:
                Log.RunReconciled(logger, run.RunId, run.DefinitionName, closed.What);
                await steps.CloseAsync(run.RunId, closed.What, cancellationToken);
                break;
            case WorkflowEnd.Closed closed:
                await FailAsync(run, closed.What, cancellationToken);
                break;
            case WorkflowEnd.Gone:
                await FailAsync(run, "The workflow is not there any more: it was deleted.", cancellationToken);
                break;
        }
    }

    private async Task ResumeAsync(RunRecord run, CancellationToken cancellationToken)
    {
        var cause = run is { EventPublisher: { } publisher, EventId: { } id } ? await events.FindAsync(publisher, id, cancellationToken) : null;
        if (run.Occurrence.Kind == OccurrenceKind.Event && cause?.State == EventState.Received)
        {
            // The pump brings it back with its event.
            return;
        }

        try
        {
            if (run.Occurrence.Kind == OccurrenceKind.Event && cause is not null)
            {
                await router.ResumeAsync(run, cause.Envelope, cancellationToken);
            }
            else
            {
                await starter.ResumeAsync(run, cancellationToken);
            }
        }
        catch (RunUnusableException e)
        {
            await FailAsync(run, e.Message, cancellationToken);
        }
    }

    // A parked run whose workflow is gone cannot be released any more, but nobody has dropped it either.
    private async Task FailAsync(RunRecord run, string what, CancellationToken cancellationToken)
    {
        var cure = run switch
        {
            { DecidedAt: not null } => $"Its decision stands: `activity-core runs emit {run.RunId}` sends the tasks that have no reference yet.",
            { EventId: { } id } => $"`activity-core runs start {run.DefinitionName} --event {id}` starts another one.",
            _ => $"`activity-core runs start {run.DefinitionName}` starts another one.",
        };
        var reason = $"{what} {cure}";
        Log.RunReconciled(logger, run.RunId, run.DefinitionName, reason);
        if (run.State == RunState.Parked)
        {
            await runs.ReleaseAsync(run.RunId, cancellationToken);
        }

        await runs.MarkFailedAsync(run.RunId, reason, cancellationToken);
    }
}
