using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;

namespace Temporalio.Worker.History;

/// <summary>
/// Cuts a history into sequences: what one workflow task saw when it ran. A sequence ends at the WorkflowTaskStarted
/// of a task that was completed; what belongs to failed and timed-out tasks, and to tasks that only kept a local
/// activity alive, is part of the sequence that follows.
/// </summary>
internal sealed class HistoryChunker
{
    private readonly IReadOnlyList<HistoryEvent> _events;
    private int _next;

    /// <param name="events">Contiguous events up to the newest.</param>
    /// <param name="afterEventId">Events up to this one are known already.</param>
    public HistoryChunker(IReadOnlyList<HistoryEvent> events, long afterEventId)
    {
        _events = events;
        while (_next < events.Count && events[_next].EventId <= afterEventId)
        {
            _next++;
        }
    }

    public bool AtEnd => _next >= _events.Count;

    /// <summary>The next sequence; empty at the end.</summary>
    public Sequence Take()
    {
        var start = _next;
        _next = EndOf(start);
        return new(_events, start, _next, AtEnd);
    }

    /// <summary>The sequence after the one that was taken last; empty at the end.</summary>
    public Sequence Peek() => new(_events, _next, EndOf(_next), IsLast: false);

    /// <summary>The index behind the last event of the sequence that starts at an index.</summary>
    private int EndOf(int start)
    {
        var sawCommand = false;
        for (var i = start; i < _events.Count; i++)
        {
            var e = _events[i];
            if (e.IsFinal())
            {
                return i + 1;
            }
            sawCommand |= e.IsCommandEvent() || e.EventType == EventType.WorkflowExecutionStarted;
            if (e.EventType == EventType.WorkflowTaskStarted && Ends(i, sawCommand))
            {
                return i + 1;
            }
        }
        return _events.Count;
    }

    private bool Ends(int started, bool sawCommand)
    {
        var next = TypeAt(started + 1);
        if (next is EventType.WorkflowTaskFailed or EventType.WorkflowTaskTimedOut or
            EventType.WorkflowExecutionTimedOut or EventType.WorkflowExecutionTerminated or
            EventType.WorkflowExecutionCanceled)
        {
            return false;
        }
        if (next == EventType.WorkflowTaskCompleted && TypeAt(started + 2) is { } afterCompleted)
        {
            // Completed and scheduled again at once: a heartbeat.
            return afterCompleted != EventType.WorkflowTaskScheduled;
        }
        return sawCommand;
    }

    private EventType? TypeAt(int index) => index < _events.Count ? _events[index].EventType : null;

    /// <summary>A range of events.</summary>
    internal readonly record struct Sequence(IReadOnlyList<HistoryEvent> Events, int Start, int End, bool IsLast)
    {
        public bool IsEmpty => Start >= End;

        public HistoryEvent Last => Events[End - 1];

        public HistoryEvent? EventAt(int index) => index < End ? Events[index] : null;
    }
}
