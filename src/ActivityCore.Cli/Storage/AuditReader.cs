using ActivityCore.Cli.Events;
using ActivityCore.Cli.Evidence;
using ActivityCore.Cli.Output;
using ActivityCore.Cli.Runs;
using ActivityCore.Cli.Tasks;
using ActivityCore.Evidence;
using ActivityCore.Runs;
using ActivityCore.Storage;
using ActivityCore.Tasks;

namespace ActivityCore.Cli.Storage;

/// <summary>Answers questions about events, runs and tasks from the store alone, for commands, API and pages alike. Safe to share.</summary>
internal sealed class AuditReader(IEventLog events, IRunLog runs, ITaskSpawnLog tasks, IEvidenceLog evidence, IDeadLetters deadLetters, RunQueries queries)
{
    public async Task<AuditCounts> CountAsync(CancellationToken cancel) => new(
        ByWord(await events.CountAsync(cancel)), ByWord(await runs.CountAsync(cancel)), ByWord(await tasks.CountAsync(cancel)), ByWord(await deadLetters.CountOpenAsync(cancel)));

    public async Task<Page<EventView>> ListEventsAsync(EventFilter filter, PageRequest page, CancellationToken cancel)
    {
        var found = await events.ListAsync(filter, page, cancel);
        return new([.. found.Items.Select(EventView.Of)], found.Next);
    }

    /// <summary>The events of an id (publishers may share one), each with its runs.</summary>
    public async Task<IReadOnlyList<EventDetailView>> FindEventsAsync(Guid id, string? publisher, CancellationToken cancel)
    {
        List<EventDetailView> details = [];
        foreach (var stored in (await events.ListAsync(new EventFilter { Id = id, Publisher = publisher }, new PageRequest(), cancel)).Items)
        {
            var caused = await runs.ListAsync(new RunFilter { EventPublisher = stored.Envelope.Publisher, EventId = id }, new PageRequest(1000), cancel);
            List<RunView> views = [];
            foreach (var run in caused.Items)
            {
                views.Add(RunView.Of(await runs.FindAsync(run.RunId, cancel) ?? run, stored.Envelope.Type));
            }

            details.Add(new(EventView.Of(stored), views));
        }

        return details;
    }

    public async Task<Page<RunView>> ListRunsAsync(RunFilter filter, PageRequest page, CancellationToken cancel)
    {
        var found = await runs.ListAsync(filter, page, cancel);
        var types = new Dictionary<(string, Guid), string?>();
        List<RunView> views = [];
        foreach (var listed in found.Items)
        {
            // Lists leave the decision out, and the reason stands in it.
            var run = await runs.FindAsync(listed.RunId, cancel) ?? listed;
            views.Add(RunView.Of(run, await EventTypeAsync(run, types, cancel)));
        }

        return new(views, found.Next);
    }

    /// <summary>The run of an id or of its first characters; null where none has them.</summary>
    /// <exception cref="AmbiguousRunException">Several begin so.</exception>
    public async Task<RunDetailView?> FindRunAsync(string idOrPrefix, Func<string, Uri?> temporalPage, CancellationToken cancel)
    {
        if (await FindRunDetailAsync(idOrPrefix, cancel) is not { } found)
        {
            return null;
        }

        var submitted = await evidence.ListAsync(new EvidenceFilter { RunId = found.Run.RunId }, new PageRequest(1000), cancel);
        return RunDetailView.Of(found.Run, found.Event?.Envelope.Type, found.Instructions, found.Tasks, temporalPage(found.Run.RunId)) with
        {
            Evidence = [.. submitted.Items.Reverse().Select(EvidenceView.Of)],
        };
    }

    /// <inheritdoc cref="FindRunAsync" />
    public async Task<RunRecord?> FindRunRecordAsync(string idOrPrefix, CancellationToken cancel) => (await FindRunDetailAsync(idOrPrefix, cancel))?.Run;

    /// <inheritdoc cref="FindRunAsync" />
    public async Task<RunDetail?> FindRunDetailAsync(string idOrPrefix, CancellationToken cancel) => await queries.FindRunAsync(idOrPrefix, cancel) switch
    {
        Lookup<RunDetail>.Found { Value: var found } => found,
        Lookup<RunDetail>.Ambiguous { Candidates: var candidates } => throw new AmbiguousRunException(idOrPrefix, candidates),
        _ => null,
    };

    public async Task<Page<EvidenceView>> ListEvidenceAsync(EvidenceFilter filter, PageRequest page, CancellationToken cancel)
    {
        var found = await evidence.ListAsync(filter, page, cancel);
        return new([.. found.Items.Select(EvidenceView.Of)], found.Next);
    }

    public async Task<Page<TaskView>> ListTasksAsync(TaskFilter filter, PageRequest page, CancellationToken cancel)
    {
        var found = await tasks.ListAsync(filter, page, cancel);
        return new([.. found.Items.Select(TaskView.Of)], found.Next);
    }

    /// <summary>The tasks that a reference, an issue's id or a key's first characters may mean, each with its whole cause.</summary>
    public async Task<IReadOnlyList<TaskWhyView>> ExplainTasksAsync(string reference, CancellationToken cancel) =>
        [.. (await queries.WhyAsync(reference, cancel)).Select(reason => TaskWhyView.Of(reason.Task, reason.Run, reason.Event))];

    private static Dictionary<string, long> ByWord<T>(IReadOnlyDictionary<T, long> counts)
        where T : struct, Enum => counts.ToDictionary(count => Word.Of(count.Key), count => count.Value, StringComparer.Ordinal);

    private async Task<string?> EventTypeAsync(RunRecord run, Dictionary<(string, Guid), string?> known, CancellationToken cancel)
    {
        if (run is not { EventPublisher: { } publisher, EventId: { } id })
        {
            return null;
        }

        if (!known.TryGetValue((publisher, id), out var type))
        {
            type = (await events.FindAsync(publisher, id, cancel))?.Envelope.Type;
            known[(publisher, id)] = type;
        }

        return type;
    }
}
