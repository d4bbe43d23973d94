using System.Collections.Concurrent;

namespace Temporalio.Worker.Instance;

/// <summary>
/// Runs the tasks of one workflow, one after the other in the order in which they were queued, and only when the
/// instance says so. Nothing is ever run inline: the order would depend on who completes what.
/// </summary>
internal sealed class WorkflowScheduler : TaskScheduler
{
    // Concurrent, as code that has left the workflow comes back on whatever thread it was on.
    private readonly ConcurrentQueue<Task> _tasks = new();
    private volatile bool _hasStray;
    private volatile int _thread;

    public WorkflowScheduler(IWorkflowContext context)
    {
        Context = context;
        Factory = new(CancellationToken.None, TaskCreationOptions.None, TaskContinuationOptions.ExecuteSynchronously, this);
    }

    public IWorkflowContext Context { get; }

    /// <summary>
    /// True once code has come back from outside, as after ConfigureAwait(false), Task.Run or a timer that is not the
    /// workflow's. When it comes depends on the machine, so what it does cannot be repeated.
    /// </summary>
    public bool HasStray => _hasStray;

    public TaskFactory Factory { get; }

    public bool HasTasks => !_tasks.IsEmpty;

    public override int MaximumConcurrencyLevel => 1;

    /// <summary>Only the thread between this and <see cref="Leave"/> runs code of the workflow.</summary>
    public void Enter() => _thread = Environment.CurrentManagedThreadId;

    public void Leave() => _thread = 0;

    public void RunNext()
    {
        if (_tasks.TryDequeue(out var task))
        {
            TryExecuteTask(task);
        }
    }

    /// <summary>Drops what is queued: the run is evicted.</summary>
    public void Clear() => _tasks.Clear();

    protected override IEnumerable<Task> GetScheduledTasks() => _tasks;

    protected override void QueueTask(Task task)
    {
        _hasStray |= Environment.CurrentManagedThreadId != _thread;
        _tasks.Enqueue(task);
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;
}
