using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.DevServer.Timing;

namespace Temporalio.DevServer.Engine;

/// <summary>
/// One step of one run in the making: a copy of the state that the core changes, the events it writes and the effects that
/// follow. Dropped without a trace when the step is refused.
/// </summary>
internal sealed class RunWork
{
    private readonly List<HistoryEvent> _events = [];

    public RunWork(Run run, RunState state, long now, EngineRules rules, bool isNew)
    {
        Run = run;
        State = state;
        Now = now;
        Rules = rules;
        IsNew = isNew;
        RowChanged = isNew;
        SearchAttributesChanged = isNew;
    }

    public Run Run { get; }

    public RunState State { get; }

    /// <summary>The time of this step, in UTC ticks.</summary>
    public long Now { get; }

    public EngineRules Rules { get; }

    public bool IsNew { get; }

    public bool RowChanged { get; set; }

    public bool SearchAttributesChanged { get; set; }

    public IReadOnlyList<HistoryEvent> Events => _events;

    public List<Effect> Effects { get; } = [];

    public Successor? Successor { get; set; }

    public bool IsOpen => State.Status == (int)WorkflowExecutionStatus.Running;

    /// <summary>Writes an event now, with the next id.</summary>
    public HistoryEvent Append(HistoryEvent e)
    {
        e.EventId = State.NextEventId++;
        e.EventTime ??= Times.ToTimestamp(Now);
        e.TaskId = Rules.NextTaskId();
        _events.Add(e);
        State.HistorySize += e.CalculateSize();
        return e;
    }

    public HistoryEvent Append(EventType type, Action<HistoryEvent> fill)
    {
        var e = new HistoryEvent { EventType = type };
        fill(e);
        return Append(e);
    }

    /// <summary>An event by id, of this step or an earlier one.</summary>
    public HistoryEvent FindEvent(long eventId)
    {
        if (_events.Count > 0 && eventId >= _events[0].EventId)
            return _events[(int)(eventId - _events[0].EventId)];
        return Run.Events.Find(eventId)
            ?? throw new InvalidOperationException($"Run {State.RunId} has no event {eventId}.");
    }
}
