using Temporalio.Api.WorkflowService.V1;

namespace Temporalio.Client;

/// <summary>
/// Workers of one connection that may run a workflow's first task without polling for it. A start that asks for that
/// reserves a slot first, and tells the service only if it got one. Thread-safe.
/// </summary>
internal sealed class EagerWorkflowStarts
{
    private readonly Lock _lock = new();
    private readonly List<Registration> _workers = [];

    /// <summary>A free place of a worker: either a task is handed over, or it is disposed.</summary>
    internal interface ISlot : IDisposable
    {
        /// <summary>Hands the task over; the slot then belongs to the worker and is not disposed here.</summary>
        void Accept(PollWorkflowTaskQueueResponse task);
    }

    /// <summary>Makes a worker known until the result is disposed.</summary>
    /// <param name="ns">The worker's namespace.</param>
    /// <param name="taskQueue">The worker's task queue.</param>
    /// <param name="tryReserve">Reserves a slot, or returns null when the worker is full or stopping. Must not block.</param>
    public IDisposable Register(string ns, string taskQueue, Func<ISlot?> tryReserve)
    {
        var registration = new Registration(this, ns, taskQueue, tryReserve);
        lock (_lock)
            _workers.Add(registration);
        return registration;
    }

    /// <summary>A slot of any worker on the task queue, or null.</summary>
    public ISlot? TryReserve(string ns, string taskQueue)
    {
        Registration[] candidates;
        lock (_lock)
            candidates = [.. _workers.Where(worker => worker.Serves(ns, taskQueue))];
        return candidates.Select(worker => worker.TryReserve()).FirstOrDefault(slot => slot is not null);
    }

    private sealed class Registration(EagerWorkflowStarts owner, string ns, string taskQueue, Func<ISlot?> tryReserve) : IDisposable
    {
        public bool Serves(string otherNamespace, string otherTaskQueue) =>
            string.Equals(ns, otherNamespace, StringComparison.Ordinal) && string.Equals(taskQueue, otherTaskQueue, StringComparison.Ordinal);

        public ISlot? TryReserve() => tryReserve();

        public void Dispose()
        {
            lock (owner._lock)
                owner._workers.Remove(this);
        }
    }
}
