namespace Temporalio.Worker.Instance;

/// <summary>
/// Runs the tasks of one workflow, one after the other in the order in which they were queued, and only when the
/// instance says so. Nothing is ever run inline: the order would depend on who completes what.
/// </summary>
internal sealed class WorkflowScheduler : TaskScheduler
{
    private readonly Queue<Task> _tasks = new();

    public WorkflowScheduler(IWorkflowContext context)
    {
        Context = context;
        Factory = new(CancellationToken.None, TaskCreationOptions.None, TaskContinuationOptions.ExecuteSynchronously, this);
    }

    public IWorkflowContext Context { get; }

    public TaskFactory Factory { get; }

    public bool HasTasks => _tasks.Count > 0;

    public override int MaximumConcurrencyLevel => 1;

    public void RunNext() => TryExecuteTask(_tasks.Dequeue());

    /// <summary>Drops what is queued: the run is evicted.</summary>
    public void Clear() => _tasks.Clear();

    protected override IEnumerable<Task> GetScheduledTasks() => _tasks;

    protected override void QueueTask(Task task) => _tasks.Enqueue(task);

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;
}
