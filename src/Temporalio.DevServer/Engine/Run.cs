using Temporalio.DevServer.Namespaces;
using Temporalio.DevServer.Queries;
using Temporalio.DevServer.Storage;

namespace Temporalio.DevServer.Engine;

/// <summary>One run as held in memory: its last committed state and what is never stored. Used under the lock of its workflow.</summary>
internal sealed class Run(long key, NamespaceEntry @namespace, RunState state, RunStore store)
{
    private TaskCompletionSource _changed = NewSignal();

    public long Key { get; } = key;

    public NamespaceEntry Namespace { get; } = @namespace;

    public RunState State { get; private set; } = state;

    public EventLog Events { get; } = new(store, key);

    /// <summary>The state has a step that is not stored: a hand-out that a restart may forget.</summary>
    public bool Unsaved { get; set; }

    /// <summary>Queries that wait for the next workflow task, or are with the current one.</summary>
    public List<BufferedQuery> Queries { get; } = [];

    /// <summary>Ends at the next change of the run.</summary>
    public Task Changed => _changed.Task;

    public void Replace(RunState state)
    {
        State = state;
        var changed = _changed;
        _changed = NewSignal();
        changed.TrySetResult();
    }

    /// <summary>No workflow task will carry the waiting queries: each goes by itself.</summary>
    public void ReleaseQueries()
    {
        foreach (var query in Queries)
            query.SendDirectly.TrySetResult();
        Queries.Clear();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
