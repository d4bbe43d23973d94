using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.Worker.Activation;
using Temporalio.Worker.History;
using Temporalio.Worker.Instance;

namespace Temporalio.Worker.Machines;

/// <summary>
/// One run between service and code: turns history into activations, and what code wants into commands, and checks the
/// one against the other. Used by one thread at a time.
/// </summary>
internal sealed class RunMachines : IMachineHost
{
    private readonly string _runId;
    private readonly CommandQueue _commands = new();
    private readonly JobQueue _jobs = new();
    private readonly Dictionary<long, CommandMachine> _byEventId = [];
    private readonly CommandFactory _factory;
    private HistoryChunker _history = new([], 0);
    private DateTime _time;
    private long _lastEventId;
    private long _previousStartedEventId;
    private long _historySizeBytes;
    private bool _continueAsNewSuggested;
    private bool _sequenceIsLast;

    public RunMachines(string runId, string ns)
    {
        _runId = runId;
        LocalActivities = new(this);
        _factory = new(this, ns, runId);
    }

    public CoreFlags Flags { get; } = new();

    public LocalActivityQueue LocalActivities { get; }

    public PatchLog Patches { get; } = new();

    public bool IsReplaying { get; private set; } = true;

    public bool IsClosed { get; private set; }

    public long LastEventId => _lastEventId;

    /// <summary>The workflow's own time.</summary>
    public DateTime Time => _time;

    public bool HasJobs => !_jobs.IsEmpty;

    public WorkflowExecutionStartedEventAttributes? Started { get; private set; }

    /// <summary>When the run was started.</summary>
    public DateTime StartedAt { get; private set; }

    public bool ChecksIds => Flags.UsesCore(CoreFlags.ChecksIds, writing: _sequenceIsLast || !IsReplaying);

    /// <summary>Takes over new events. Those that are known already are skipped.</summary>
    public void AddHistory(IReadOnlyList<HistoryEvent> events, long previousStartedEventId)
    {
        _history = new(events, _lastEventId);
        _previousStartedEventId = previousStartedEventId;
        IsReplaying = previousStartedEventId > 0;
    }

    /// <summary>Goes on through history until there is something for workflow code, or no more history.</summary>
    /// <exception cref="NondeterminismException">Code did not do what history says.</exception>
    /// <param name="live">False when the task only asks: what history does not tell is then left open.</param>
    public void Advance(bool live)
    {
        while (_jobs.IsEmpty)
        {
            if (IsReplaying && LocalActivities.TryResolveNextFromMarker())
            {
                continue;
            }
            if (_history.AtEnd || IsClosed)
            {
                FinishReplay(live);
                return;
            }
            ApplyNextSequence();
        }
    }

    public WorkflowActivation TakeActivation() => CreateActivation(_jobs.Drain(), IsReplaying);

    /// <summary>An activation that only asks: it is always a replay.</summary>
    public WorkflowActivation CreateQueryActivation(IReadOnlyList<ActivationJob> queries) => CreateActivation(queries, isReplaying: true);

    /// <summary>Takes what workflow code wants.</summary>
    public void Add(IReadOnlyList<WorkflowCommand> commands)
    {
        foreach (var command in TerminalCommand.Arrange(commands, Flags.UsesCore(CoreFlags.TerminalCommandLast, !IsReplaying)))
        {
            _factory.Apply(command);
        }
    }

    public IEnumerable<Command> CommandsToSend() => _commands.ToSend();

    public void Send(ActivationJob job) => _jobs.Add(job);

    /// <summary>Code has said how the workflow ends.</summary>
    public void End() => _jobs.Close();

    public void Issue(Command command, CommandMachine machine) => _commands.Add(command, machine);

    /// <summary>Time never goes back.</summary>
    public void MoveTime(Timestamp? time)
    {
        if (time is not null && time.ToDateTime() is var moved && moved > _time)
        {
            _time = moved;
        }
    }

    private WorkflowActivation CreateActivation(IReadOnlyList<ActivationJob> jobs, bool isReplaying) => new()
    {
        Time = _time,
        IsReplaying = isReplaying,
        HistoryLength = _lastEventId,
        HistorySizeBytes = _historySizeBytes,
        ContinueAsNewSuggested = _continueAsNewSuggested,
        ModernEventLoop = !IsReplaying || Flags.UsesLang(CoreFlags.LangModernEventLoop),
        Jobs = jobs,
    };

    private void ApplyNextSequence()
    {
        var sequence = _history.Take();
        _sequenceIsLast = sequence.IsLast;
        ReadFlags(sequence);
        for (var i = sequence.Start; i < sequence.End; i++)
        {
            var e = sequence.Events[i];
            if (e.EventId <= _lastEventId)
            {
                continue;
            }
            if (e.EventId != _lastEventId + 1)
            {
                throw new BrokenHistoryException(
                    $"History is out of order. Last processed event: {_lastEventId}, event id: {e.EventId}");
            }
            // Replay ends with the first event that neither this worker nor its code has caused.
            if (IsReplaying && sequence.IsLast && e.EventId > _previousStartedEventId &&
                e.EventType != EventType.WorkflowTaskCompleted && !e.IsCommandEvent())
            {
                IsReplaying = false;
            }
            var skipNext = Apply(e, sequence.EventAt(i + 1), endsSequence: i == sequence.End - 1);
            _lastEventId = e.EventId;
            if (skipNext)
            {
                i++;
                _lastEventId++;
            }
        }
        LookAhead();
    }

    /// <summary>The rules for this sequence are in the completion of its task, which is the next one in history.</summary>
    private void ReadFlags(HistoryChunker.Sequence sequence)
    {
        for (var i = sequence.Start; i < sequence.End; i++)
        {
            Flags.Add(sequence.Events[i].WorkflowTaskCompletedEventAttributes?.SdkMetadata);
        }
        var next = _history.Peek();
        for (var i = next.Start; i < next.End; i++)
        {
            if (next.Events[i].WorkflowTaskCompletedEventAttributes is { } completed)
            {
                Flags.Add(completed.SdkMetadata);
                return;
            }
        }
    }

    /// <summary>Markers that the next task has left are known before its code runs.</summary>
    private void LookAhead()
    {
        var next = _history.Peek();
        for (var i = next.Start; i < next.End; i++)
        {
            var e = next.Events[i];
            if (PatchMarker.Read(e) is var (patchId, _))
            {
                Patches.Found(patchId);
                _jobs.Add(new ActivationJob.NotifyHasPatch(patchId));
            }
            else if (LocalActivityMarker.IsMarker(e))
            {
                LocalActivities.Found(LocalActivityMarker.Read(e));
            }
        }
    }

    private bool Apply(HistoryEvent e, HistoryEvent? next, bool endsSequence)
    {
        IsClosed |= e.IsFinal();
        if (e.IsCommandEvent())
        {
            return ApplyCommandEvent(e, next);
        }
        if (e.InitiatingEventId() is { } initiating)
        {
            if (!_byEventId.TryGetValue(initiating, out var machine))
            {
                throw new NondeterminismException($"No command of this workflow belongs to event {EventText.Describe(e)}");
            }
            machine.Handle(e, this);
            if (machine.IsFinal)
            {
                _byEventId.Remove(initiating);
            }
            return false;
        }
        ApplyFreeEvent(e, endsSequence);
        return false;
    }

    private bool ApplyCommandEvent(HistoryEvent e, HistoryEvent? next)
    {
        if (LocalActivityMarker.IsMarker(e) && LocalActivities.TryHandleMarker(e))
        {
            return false;
        }
        var (machine, skipNext) = _commands.Match(e, next);
        if (machine is not null)
        {
            machine.Handle(e, this);
            if (!machine.IsFinal)
            {
                _byEventId[e.EventId] = machine;
            }
        }
        return skipNext;
    }

    private void ApplyFreeEvent(HistoryEvent e, bool endsSequence)
    {
        switch (e.EventType)
        {
            case EventType.WorkflowExecutionStarted:
                Started = e.WorkflowExecutionStartedEventAttributes;
                MoveTime(e.EventTime);
                StartedAt = _time;
                _jobs.Add(new ActivationJob.Initialize(
                    Started, e.EventTime, RandomSeed.FromRunId(Started.OriginalExecutionRunId)));
                break;
            case EventType.WorkflowTaskStarted:
                _historySizeBytes = e.WorkflowTaskStartedEventAttributes.HistorySizeBytes;
                _continueAsNewSuggested = e.WorkflowTaskStartedEventAttributes.SuggestContinueAsNew;
                if (endsSequence)
                {
                    MoveTime(e.EventTime);
                    if (!IsReplaying)
                    {
                        LocalActivities.RunAllWithoutMarker();
                    }
                }
                break;
            case EventType.WorkflowTaskFailed
                when e.WorkflowTaskFailedEventAttributes is { Cause: WorkflowTaskFailedCause.ResetWorkflow, NewRunId.Length: > 0 } failed:
                _jobs.Add(new ActivationJob.UpdateRandomSeed(RandomSeed.FromRunId(failed.NewRunId)));
                break;
            case EventType.WorkflowExecutionSignaled:
                _jobs.Add(new ActivationJob.Signal(e.WorkflowExecutionSignaledEventAttributes));
                break;
            case EventType.WorkflowExecutionCancelRequested:
                _jobs.Add(new ActivationJob.CancelWorkflow());
                break;
            case EventType.WorkflowTaskScheduled or EventType.WorkflowTaskCompleted or EventType.WorkflowTaskTimedOut or
                EventType.WorkflowTaskFailed or EventType.WorkflowExecutionTerminated or EventType.WorkflowExecutionTimedOut or
                EventType.WorkflowPropertiesModifiedExternally or EventType.ActivityPropertiesModifiedExternally or
                EventType.WorkflowExecutionOptionsUpdated:
                break;
            default:
                if (!e.WorkerMayIgnore)
                {
                    throw new BrokenHistoryException($"This worker does not know the event {EventText.Describe(e)}");
                }
                break;
        }
    }

    private void FinishReplay(bool live)
    {
        IsReplaying = false;
        if (live && !IsClosed)
        {
            LocalActivities.RunAllWithoutMarker();
        }
    }
}
