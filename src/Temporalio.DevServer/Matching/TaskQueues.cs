using System.Collections.Concurrent;
using Temporalio.Api.Enums.V1;
using Temporalio.DevServer.Engine;
using Temporalio.DevServer.Namespaces;

namespace Temporalio.DevServer.Matching;

/// <summary>All task queues. Their content can be derived from the runs at any time, so nothing here is stored. Thread-safe.</summary>
internal sealed class TaskQueues(TimeProvider clock)
{
    /// <summary>A sticky queue without a poll for this long belongs to a worker that is gone.</summary>
    private static readonly TimeSpan StickyPollerTimeout = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<TaskQueueId, TaskQueue> _queues = new();

    public TaskQueue Get(NamespaceEntry ns, string name, TaskQueueType type) =>
        _queues.GetOrAdd(new TaskQueueId(ns.Id, name, type), static (_, c) => new TaskQueue(c), clock);

    public TaskQueue? Find(NamespaceEntry ns, string name, TaskQueueType type) =>
        _queues.GetValueOrDefault(new TaskQueueId(ns.Id, name, type));

    public bool HasRecentPoller(NamespaceEntry ns, string name) =>
        Find(ns, name, TaskQueueType.Workflow) is { } queue && queue.HasPolledWithin(StickyPollerTimeout);

    public void OfferWorkflowTask(Run run)
    {
        if (run.State.Task is not { StartedEventId: 0 } task)
            return;
        var key = new WorkflowKey(run.Namespace, run.State.WorkflowId);
        Get(run.Namespace, task.Queue, TaskQueueType.Workflow)
            .Add(new QueuedTask.WorkflowTask(key, run.State.RunId, task.Queue, task.ScheduledEventId, task.Attempt));
    }

    public void OfferActivity(Run run, long scheduledEventId)
    {
        if (!run.State.Activities.TryGetValue(scheduledEventId, out var activity) || activity.StartedTime != 0)
            return;
        var key = new WorkflowKey(run.Namespace, run.State.WorkflowId);
        Get(run.Namespace, activity.TaskQueue, TaskQueueType.Activity)
            .Add(new QueuedTask.ActivityTask(key, run.State.RunId, scheduledEventId, activity.Attempt));
    }

    /// <summary>A worker says goodbye: its open polls end, its sticky queue is no more.</summary>
    public List<QueuedTask> Shutdown(NamespaceEntry ns, string workerKey, string stickyQueue)
    {
        if (workerKey.Length > 0)
        {
            foreach (var (id, queue) in _queues)
            {
                if (string.Equals(id.NamespaceId, ns.Id, StringComparison.Ordinal))
                    queue.EndPolls(workerKey);
            }
        }

        return stickyQueue.Length > 0 && _queues.TryRemove(new TaskQueueId(ns.Id, stickyQueue, TaskQueueType.Workflow), out var sticky)
            ? sticky.Drain()
            : [];
    }
}
