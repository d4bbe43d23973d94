using Temporalio.Worker.Metrics;

namespace Temporalio.Worker.WorkflowTasks;

/// <summary>Runs in memory, least recently used first. Thread-safe.</summary>
/// <param name="capacity">Idle runs above this number leave.</param>
/// <param name="ns">The namespace of the runs.</param>
/// <param name="evicted">Told of each run that leaves.</param>
/// <param name="metrics">Told of the number of runs, and of those that leave for want of room.</param>
internal sealed class RunCache(int capacity, string ns, Action<WorkflowRun> evicted, WorkflowMetrics metrics)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, WorkflowRun> _runs = new(StringComparer.Ordinal);
    private readonly LinkedList<WorkflowRun> _byUse = new();

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _runs.Count;
            }
        }
    }

    /// <summary>The run to work on; null when it is being worked on, and the task waits with it.</summary>
    /// <param name="task">The task.</param>
    /// <param name="replaced">A task that waited and is no longer current.</param>
    public WorkflowRun? Begin(PolledWorkflowTask task, out PolledWorkflowTask? replaced)
    {
        lock (_lock)
        {
            replaced = null;
            if (!_runs.TryGetValue(task.RunId, out var run))
            {
                run = Add(task.RunId);
            }
            else if (run.IsBusy)
            {
                if (task.Response.Query is not null)
                {
                    run.Queries.Enqueue(task);
                    return null;
                }
                replaced = run.Next;
                run.Next = task;
                return null;
            }
            else
            {
                _byUse.Remove(run.CacheNode!);
                _byUse.AddLast(run.CacheNode!);
            }
            run.IsBusy = true;
            return run;
        }
    }

    /// <summary>The task that waited, and the run to work on it with; otherwise the run is idle.</summary>
    public (WorkflowRun Run, PolledWorkflowTask Task)? End(WorkflowRun run)
    {
        List<WorkflowRun>? leaving = null;
        (WorkflowRun, PolledWorkflowTask)? next = null;
        lock (_lock)
        {
            var task = run.Next ?? (run.Queries.TryDequeue(out var query) ? query : null);
            run.Next = null;
            if (run.IsEvicted)
            {
                Remove(run);
                if (task is not null)
                {
                    run = Add(task.RunId, run.Queries);
                }
            }
            run.IsBusy = task is not null;
            next = task is null ? null : (run, task);
            for (var node = _byUse.First; node is not null && _runs.Count > capacity;)
            {
                var candidate = node.Value;
                node = node.Next;
                if (!candidate.IsBusy)
                {
                    candidate.MarkEvicted();
                    Remove(candidate);
                    metrics.ForcedOut();
                    (leaving ??= []).Add(candidate);
                }
            }
        }
        leaving?.ForEach(evicted);
        return next;
    }

    /// <summary>Everything leaves; nothing is being worked on.</summary>
    public void Clear()
    {
        WorkflowRun[] runs;
        lock (_lock)
        {
            runs = [.. _runs.Values];
            _runs.Clear();
            _byUse.Clear();
            metrics.CacheChanged(0);
        }
        foreach (var run in runs)
        {
            run.MarkEvicted();
            evicted(run);
        }
    }

    private WorkflowRun Add(string runId, Queue<PolledWorkflowTask>? queries = null)
    {
        var run = new WorkflowRun(runId, ns) { Queries = queries ?? new() };
        run.CacheNode = _byUse.AddLast(run);
        _runs[runId] = run;
        metrics.CacheChanged(_runs.Count);
        return run;
    }

    private void Remove(WorkflowRun run)
    {
        if (_runs.TryGetValue(run.RunId, out var current) && current == run)
        {
            _runs.Remove(run.RunId);
            metrics.CacheChanged(_runs.Count);
        }
        if (run.CacheNode?.List is not null)
        {
            _byUse.Remove(run.CacheNode);
        }
    }
}
