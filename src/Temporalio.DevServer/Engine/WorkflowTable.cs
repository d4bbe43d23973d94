using Temporalio.Api.Enums.V1;

namespace Temporalio.DevServer.Engine;

/// <summary>
/// The workflows in memory, each with its lock. Those in use stay; of the others the longest unused go first. Thread-safe.
/// </summary>
internal sealed class WorkflowTable(int capacity)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<WorkflowKey, Slot> _slots = [];
    private readonly LinkedList<Slot> _idle = new();

    /// <summary>Keeps a workflow in memory until the lease ends.</summary>
    public Lease Rent(WorkflowKey key)
    {
        lock (_lock)
        {
            if (!_slots.TryGetValue(key, out var slot))
                _slots.Add(key, slot = new Slot(key));
            if (slot.Uses++ == 0 && slot.Idle is { } node)
            {
                _idle.Remove(node);
                slot.Idle = null;
            }

            return new Lease(this, slot);
        }
    }

    private void Return(Slot slot)
    {
        lock (_lock)
        {
            if (--slot.Uses > 0)
                return;
            slot.Idle = _idle.AddLast(slot);
            while (_slots.Count > capacity && _idle.First is { } oldest)
            {
                _idle.RemoveFirst();
                oldest.Value.Idle = null;
                if (oldest.Value.MustStay)
                {
                    // A hand-out that is not stored keeps it; its task ends soon, and that step stores it.
                    oldest.Value.Idle = _idle.AddLast(oldest.Value);
                    break;
                }

                _slots.Remove(oldest.Value.Key);
            }
        }
    }

    internal sealed class Slot(WorkflowKey key)
    {
        public WorkflowKey Key { get; } = key;

        public SemaphoreSlim Gate { get; } = new(1);

        public Dictionary<string, Run> Runs { get; } = new(StringComparer.Ordinal);

        /// <summary>The newest run; null when not looked up yet, or when there is none.</summary>
        public Run? Current { get; set; }

        public bool CurrentKnown { get; set; }

        public int Uses { get; set; }

        public LinkedListNode<Slot>? Idle { get; set; }

        /// <summary>Forgets what no step will change any more: earlier runs, and the events of a last one that has closed.</summary>
        public void Trim()
        {
            foreach (var (runId, run) in Runs)
            {
                if (run.State.Status == (int)WorkflowExecutionStatus.Running)
                    continue;
                run.Events.Forget();
                if (!ReferenceEquals(run, Current))
                    Runs.Remove(runId);
            }
        }

        public bool MustStay => Runs.Values.Any(r => r.Unsaved || r.Queries.Count > 0);
    }

    internal sealed class Lease(WorkflowTable table, Slot slot) : IDisposable
    {
        private int _returned;

        public Slot Slot { get; } = slot;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _returned, 1) == 0)
                table.Return(Slot);
        }
    }
}
