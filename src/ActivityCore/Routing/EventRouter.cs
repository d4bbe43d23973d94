using ActivityCore.Definitions;
using ActivityCore.Events;
using ActivityCore.Rules;
using ActivityCore.Runs;
using ActivityCore.Storage;
using Microsoft.Extensions.Logging;

namespace ActivityCore.Routing;

/// <summary>
/// From a stored event to its runs. For each definition that waits for it: a row, the workflow, and at the end the event's mark. Every step may be
/// repeated, by any number of processes at once: the row is unique, and a workflow that is there already is success. Safe to share.
/// </summary>
public sealed class EventRouter(
    ICurrentDefinitions current, PinnedDefinitions pinned, IRunLog runs, IEventLog events, RunStarter starter, ILogger<EventRouter> logger)
{
    /// <summary>Starts every run that the event is to have, then marks it. What it throws is an outage: nothing is lost, and the call is to be repeated.</summary>
    public async Task<RoutingResult> RouteAsync(EventEnvelope envelope, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        List<string> started = [], notMatched = [], failed = [];
        foreach (var match in current.Catalog.Triggers.Match(envelope.Type))
        {
            var run = await WriteAsync(match, envelope, cancellationToken);
            var into = await GoOnAsync(run, match, envelope, cancellationToken) switch
            {
                RunState.NotMatched => notMatched,
                RunState.Failed => failed,
                _ => started,
            };
            into.Add(run.RunId);
        }

        var result = new RoutingResult(started, notMatched, failed);
        await events.MarkRoutedAsync(envelope.Publisher, envelope.Id, result.NoMatch, cancellationToken);
        Log.EventRouted(logger, envelope.Type, envelope.Publisher, envelope.Id, started.Count, notMatched.Count, failed.Count);
        return result;
    }

    /// <summary>
    /// Goes on with a row that was left pending although its event is routed: after a crash the definition was removed, or its trigger changed. The
    /// version that the run is pinned to decides.
    /// </summary>
    /// <exception cref="RunUnusableException">That version is not in the store, or this build cannot read it any more.</exception>
    public async Task ResumeAsync(RunRecord run, EventEnvelope envelope, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(envelope);
        var definition = await pinned.LoadAsync(run.DefinitionId, run.DefinitionHash, cancellationToken);
        await DecideAndStartAsync(run, definition, TriggersFor(definition, envelope), envelope, cancellationToken);
    }

    private static IEnumerable<Trigger.OnEvent> TriggersFor(ActivityDefinition definition, EventEnvelope envelope) =>
        definition.Triggers.OfType<Trigger.OnEvent>().Where(trigger => TypePattern.Fits(trigger.Type, envelope.Type));

    private async Task<RunRecord> WriteAsync(TriggerMatch match, EventEnvelope envelope, CancellationToken cancellationToken)
    {
        var definition = match.Definition;
        var verdict = TriggerVerdict.Of(definition, match.Triggers, envelope);

        // The version goes first: a row must never name one that a worker cannot find.
        await pinned.RecordAsync(definition, cancellationToken);
        var occurrence = Occurrence.OfEvent(envelope);
        var (_, run) = await runs.AddAsync(
            new()
            {
                RunId = RunId.Create(definition.Id, occurrence),
                DefinitionId = definition.Id,
                DefinitionName = definition.Name,
                DefinitionHash = definition.Hash,
                Occurrence = occurrence,
                EventPublisher = envelope.Publisher,
                EventId = envelope.Id,
                NotMatchedBecause = verdict.Verdict == Verdict.Miss ? verdict.Because : null,
            },
            cancellationToken);
        return run;
    }

    // The row may be older than the definition in use: it goes on with the version that it is pinned to.
    private async Task<RunState> GoOnAsync(RunRecord run, TriggerMatch match, EventEnvelope envelope, CancellationToken cancellationToken)
    {
        if (run.State != RunState.Pending)
        {
            return run.State == RunState.NotMatched ? RunState.NotMatched : RunState.Running;
        }

        if (string.Equals(run.DefinitionHash, match.Definition.Hash, StringComparison.Ordinal))
        {
            return await DecideAndStartAsync(run, match.Definition, match.Triggers, envelope, cancellationToken);
        }

        try
        {
            var definition = await pinned.LoadAsync(run.DefinitionId, run.DefinitionHash, cancellationToken);
            return await DecideAndStartAsync(run, definition, TriggersFor(definition, envelope), envelope, cancellationToken);
        }
        catch (RunUnusableException e)
        {
            // Asking again would not help, and the event's other runs must not wait for this one.
            Log.TriggerUndecided(logger, run.RunId, run.DefinitionName, e.Message);
            await runs.MarkFailedAsync(run.RunId, e.Message, cancellationToken);
            return RunState.Failed;
        }
    }

    private async Task<RunState> DecideAndStartAsync(
        RunRecord run, ActivityDefinition definition, IEnumerable<Trigger.OnEvent> triggers, EventEnvelope envelope, CancellationToken cancellationToken)
    {
        if (TriggerVerdict.Of(definition, triggers, envelope) is { Verdict: Verdict.Error } undecided)
        {
            var reason = $"The trigger's condition could not be decided. {undecided.Because}";
            Log.TriggerUndecided(logger, run.RunId, run.DefinitionName, reason);
            await runs.MarkFailedAsync(run.RunId, reason, cancellationToken);
            return RunState.Failed;
        }

        await starter.StartAsync(run, definition, envelope.Type, cancellationToken);
        return RunState.Running;
    }
}
