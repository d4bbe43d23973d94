using Google.Protobuf;
using Temporalio.Api.History.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Worker.Machines;

namespace Temporalio.Worker.WorkflowTasks;

/// <summary>Completes the history of a workflow task: further pages, and all of it when the run is not in memory.</summary>
internal sealed class HistoryFetcher(WorkerServices services)
{
    // The service closes a run with a tenth of these; more come from no service that keeps its word.
    private const int MaxEvents = 512_000;
    private const int MaxEmptyPages = 100;

    /// <summary>Events that follow the known ones.</summary>
    /// <param name="task">The task.</param>
    /// <param name="knownEventId">The last event that the run in memory has seen; 0 for a new run.</param>
    /// <exception cref="BrokenHistoryException">There is a gap.</exception>
    public async Task<IReadOnlyList<HistoryEvent>> FetchAsync(PollWorkflowTaskQueueResponse task, long knownEventId)
    {
        IReadOnlyList<HistoryEvent> given = task.History?.Events ?? [];
        if (Follows(given, knownEventId, task) && task.NextPageToken.IsEmpty)
        {
            return given;
        }
        var events = new List<HistoryEvent>();
        if (Follows(given, knownEventId, task))
        {
            events.AddRange(given);
            await AddPagesAsync(task, task.NextPageToken, events).ConfigureAwait(false);
        }
        else
        {
            await AddPagesAsync(task, ByteString.Empty, events).ConfigureAwait(false);
            // The task may know more than the store: its own last events.
            var last = events.Count == 0 ? 0 : events[^1].EventId;
            events.AddRange(given.Where(e => e.EventId > last));
        }
        if (events.Count == 0 || events[^1].EventId < task.StartedEventId)
        {
            throw new BrokenHistoryException(
                $"History of {task.WorkflowExecution.WorkflowId} ends before the started event {task.StartedEventId} of its task");
        }
        return events;
    }

    private static bool Follows(IReadOnlyList<HistoryEvent> given, long knownEventId, PollWorkflowTaskQueueResponse task) =>
        given.Count > 0 ? given[0].EventId <= knownEventId + 1 : knownEventId > 0 && task.Query is not null;

    private async Task AddPagesAsync(PollWorkflowTaskQueueResponse task, ByteString token, List<HistoryEvent> events)
    {
        var empty = 0;
        do
        {
            var page = await services.Service.GetWorkflowExecutionHistoryAsync(
                new()
                {
                    Namespace = services.Namespace,
                    Execution = task.WorkflowExecution,
                    NextPageToken = token,
                },
                new() { Retry = true }).ConfigureAwait(false);
            events.AddRange(page.History?.Events ?? []);
            token = page.NextPageToken;
            empty = page.History is { Events.Count: > 0 } ? 0 : empty + 1;
            if (empty > MaxEmptyPages || events.Count > MaxEvents)
            {
                throw new BrokenHistoryException($"History of {task.WorkflowExecution.WorkflowId} does not end: {events.Count} events so far");
            }
        }
        while (!token.IsEmpty);
    }
}
