using ActivityCore.Cli.Events;
using ActivityCore.Cli.Evidence;
using ActivityCore.Cli.Output;
using ActivityCore.Cli.Runs;
using ActivityCore.Cli.Tasks;
using ActivityCore.Evidence;
using ActivityCore.Instructions;
using ActivityCore.Storage;
using ActivityCore.Tasks;

namespace ActivityCore.Cli.Storage;

/// <summary>Answers questions about events, runs and tasks from the store alone, for commands, API and pages alike. Safe to share.</summary>
internal sealed class AuditReader(IEventLog events, IRunLog runs, IInstructionLog instructions, ITaskSpawnLog tasks, IEvidenceLog evidence, IDeadLetters deadLetters)
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

    /// <summary>The run of an id or of its first characters where they name only one; otherwise null.</summary>
    public async Task<RunDetailView?> FindRunAsync(string idOrPrefix, Func<string, Uri?> temporalPage, CancellationToken cancel)
    {
        if (await FindRunRecordAsync(idOrPrefix, cancel) is not { } run)
        {
            return null;
        }

        var spawned = await tasks.ListAsync(new TaskFilter { RunId = run.RunId }, new PageRequest(1000), cancel);
        // Newest first by nature; a run reads better in the order in which it emitted.
        var submitted = await evidence.ListAsync(new EvidenceFilter { RunId = run.RunId }, new PageRequest(1000), cancel);
        return RunDetailView.Of(
            run, await EventTypeAsync(run, [], cancel), await instructions.ListAsync(run.RunId, cancel), spawned.Items.Reverse(), temporalPage(run.RunId)) with
        {
            Evidence = [.. submitted.Items.Reverse().Select(EvidenceView.Of)],
        };
    }

    public async Task<RunRecord?> FindRunRecordAsync(string idOrPrefix, CancellationToken cancel)
    {
        if (await runs.FindAsync(idOrPrefix, cancel) is { } exact)
        {
            return exact;
        }

        var found = await runs.ListAsync(new RunFilter { RunIdPrefix = idOrPrefix }, new PageRequest(2), cancel);
        return found.Items is [var only] ? await runs.FindAsync(only.RunId, cancel) : null;
    }

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
    public async Task<IReadOnlyList<TaskWhyView>> ExplainTasksAsync(string reference, CancellationToken cancel)
    {
        List<TaskWhyView> views = [];
        foreach (var task in await tasks.SearchAsync(reference, cancel))
        {
            var run = await runs.FindAsync(task.RunId, cancel);
            var cause = run is { EventPublisher: { } publisher, EventId: { } id } ? await events.FindAsync(publisher, id, cancel) : null;
            views.Add(TaskWhyView.Of(task, run, cause));
        }

        return views;
    }

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
