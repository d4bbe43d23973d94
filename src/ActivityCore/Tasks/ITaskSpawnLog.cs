using ActivityCore.Storage;

namespace ActivityCore.Tasks;

/// <summary>The audit of every task: written before it is sent, never deleted. Durable when a call returns. Safe to share.</summary>
public interface ITaskSpawnLog
{
    /// <summary>
    /// Writes the pending row and a new attempt in one transaction, or finds what stands. Only live tasks count here: dry runs never stand in the way.
    /// An attempt without an end blocks another for <paramref name="lease"/>.
    /// </summary>
    Task<ClaimResult> ClaimAsync(TaskClaim claim, TimeSpan lease, CancellationToken cancellationToken = default);

    /// <summary>Writes a dry run once (an earlier dry run within the dedupe window gives its reference); returns the row that stands.</summary>
    Task<TaskSpawn> RecordDryRunAsync(TaskClaim claim, string reference, CancellationToken cancellationToken = default);

    /// <summary>Ends an attempt and moves the row: created and rejected settle it, retry leaves it pending. A reference that is there already stands.</summary>
    Task<TaskSpawn> RecordAsync(long sequence, int attempt, SinkResult result, CancellationToken cancellationToken = default);

    /// <summary>
    /// Rejected becomes pending, so that it can be claimed again; one that is pending stays so. Null when there is no such live task of that key.
    /// </summary>
    Task<TaskSpawn?> ReopenAsync(string key, CancellationToken cancellationToken = default);

    /// <summary>The live row of a key, or else its dry run, with every attempt; null when there is none.</summary>
    Task<TaskSpawn?> FindAsync(string key, CancellationToken cancellationToken = default);

    /// <summary>
    /// The rows that a person may mean: the whole reference, the id in it, or the first characters (four or more) of a task key; with every attempt,
    /// live ones first, at most 20.
    /// </summary>
    Task<IReadOnlyList<TaskSpawn>> SearchAsync(string text, CancellationToken cancellationToken = default);

    Task<Page<TaskSpawn>> ListAsync(TaskFilter filter, PageRequest page, CancellationToken cancellationToken = default);

    /// <summary>How many rows there are in each state; a state without any is left out.</summary>
    Task<IReadOnlyDictionary<TaskState, long>> CountAsync(CancellationToken cancellationToken = default);
}
