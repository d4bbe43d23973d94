using System.Threading.Channels;
using Temporalio.Worker.Instance;
using Temporalio.Worker.Machines;

namespace Temporalio.Worker.WorkflowTasks;

/// <summary>A run in memory. One task of it is worked on at a time; what the cache sets is guarded by the cache.</summary>
internal sealed class WorkflowRun(string runId, string ns)
{
    private readonly Channel<LocalActivityMarker> _localResults =
        Channel.CreateUnbounded<LocalActivityMarker>(new() { SingleReader = true });

    public string RunId => runId;

    public RunMachines Machines { get; } = new(runId, ns);

    /// <summary>Null until the first activation.</summary>
    public WorkflowInstance? Instance { get; set; }

    public ChannelReader<LocalActivityMarker> LocalResults => _localResults.Reader;

    /// <summary>True once the run is no longer to be used.</summary>
    public bool IsEvicted { get; private set; }

    public LinkedListNode<WorkflowRun>? CacheNode { get; set; }

    public bool IsBusy { get; set; }

    /// <summary>A task that came while another was worked on. Only the latest one can be current.</summary>
    public PolledWorkflowTask? Next { get; set; }

    /// <summary>Queries that came meanwhile. Each has somebody who waits for it.</summary>
    public Queue<PolledWorkflowTask> Queries { get; init; } = new();

    public void PostLocalResult(LocalActivityMarker result) => _localResults.Writer.TryWrite(result);

    public void MarkEvicted() => IsEvicted = true;
}
