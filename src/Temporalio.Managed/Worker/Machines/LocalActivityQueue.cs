using Temporalio.Api.History.V1;
using Temporalio.Worker.Activation;

namespace Temporalio.Worker.Machines;

/// <summary>
/// The local activities of a run: which are to be started or cancelled, which are running, and which markers ahead in
/// history will tell the outcome of which.
/// </summary>
internal sealed class LocalActivityQueue(RunMachines run)
{
    private readonly Dictionary<uint, LocalActivityMachine> _machines = [];
    private readonly Queue<LocalActivityMarker> _ahead = new();
    private readonly List<LocalActivityRequest> _toStart = [];
    private readonly List<uint> _toCancel = [];
    private readonly HashSet<uint> _running = [];

    /// <summary>Those whose outcome a workflow task has to wait for.</summary>
    public int Outstanding => _running.Count;

    public void Add(LocalActivityRequest request)
    {
        var machine = new LocalActivityMachine(request, run.IsReplaying);
        _machines.Add(request.Seq, machine);
        if (machine.IsRunning)
        {
            Start(machine);
        }
    }

    /// <summary>A marker ahead in history.</summary>
    public void Found(LocalActivityMarker marker) => _ahead.Enqueue(marker);

    /// <summary>
    /// Resolves the activity of the next marker. Markers stand in the order in which activities ended, and each end was
    /// told to the code by itself.
    /// </summary>
    public bool TryResolveNextFromMarker()
    {
        while (_ahead.TryPeek(out var marker))
        {
            if (!_machines.TryGetValue(marker.Seq, out var machine))
            {
                return false;
            }
            _ahead.Dequeue();
            if (machine.TakesMarkerAhead)
            {
                run.MoveTime(machine.ResolveFromMarker(marker, run));
                return true;
            }
        }
        return false;
    }

    /// <summary>False when the marker is to be matched with a command of its own.</summary>
    public bool TryHandleMarker(HistoryEvent e)
    {
        var seq = LocalActivityMarker.Read(e).Seq;
        if (!_machines.TryGetValue(seq, out var machine))
        {
            throw new NondeterminismException(
                $"No local activity with sequence number {seq} was scheduled for event {EventText.Describe(e)}");
        }
        if (!machine.IsWaitingForMarker)
        {
            return false;
        }
        machine.Handle(e, run);
        return true;
    }

    /// <summary>History has ended: what no marker has told is run.</summary>
    public void RunAllWithoutMarker()
    {
        _ahead.Clear();
        foreach (var machine in _machines.Values.Where(m => m.TakesMarkerAhead).ToArray())
        {
            machine.RunAfterAll();
            Start(machine);
            if (machine.CancelRequested)
            {
                Cancel(machine.Request.Seq);
            }
        }
    }

    public void Cancel(uint seq)
    {
        var machine = _machines[seq];
        var wasRunning = machine.IsRunning;
        if (_toStart.RemoveAll(r => r.Seq == seq) > 0)
        {
            _running.Remove(seq);
            machine.TryComplete(machine.Cancelled(), run);
            return;
        }
        machine.Cancel(run);
        if (wasRunning)
        {
            if (machine.Request.CancellationType != Workflows.ActivityCancellationType.Abandon)
            {
                _toCancel.Add(seq);
            }
            if (!machine.IsRunning)
            {
                _running.Remove(seq);
            }
        }
    }

    /// <summary>The workflow ends: nobody waits any more.</summary>
    public void AbandonAll()
    {
        _toStart.Clear();
        _toCancel.AddRange(_running);
        _running.Clear();
    }

    /// <summary>The runner has an outcome. False when nobody waits for it.</summary>
    public bool Complete(LocalActivityMarker marker)
    {
        _running.Remove(marker.Seq);
        if (run.IsClosed || !_machines.TryGetValue(marker.Seq, out var machine) || !machine.TryComplete(marker, run))
        {
            return false;
        }
        run.MoveTime(marker.CompleteTime);
        return true;
    }

    public IReadOnlyList<LocalActivityRequest> TakeToStart()
    {
        if (_toStart.Count == 0)
        {
            return [];
        }
        LocalActivityRequest[] requests = [.. _toStart];
        _toStart.Clear();
        return requests;
    }

    public IReadOnlyList<uint> TakeToCancel()
    {
        if (_toCancel.Count == 0)
        {
            return [];
        }
        uint[] seqs = [.. _toCancel];
        _toCancel.Clear();
        return seqs;
    }

    private void Start(LocalActivityMachine machine)
    {
        _toStart.Add(machine.Request with { WorkflowTime = run.Time });
        _running.Add(machine.Request.Seq);
    }
}
