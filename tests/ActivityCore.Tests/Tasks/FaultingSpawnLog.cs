using ActivityCore.Storage;
using ActivityCore.Tasks;

namespace ActivityCore.Tests.Tasks;

/// <summary>A log whose process dies: everything before the fault is durable, nothing after it happens.</summary>
internal sealed class FaultingSpawnLog(ITaskSpawnLog inner) : ITaskSpawnLog
{
    /// <summary>Dies after the pending row is committed.</summary>
    public bool AfterClaim { get; set; }

    /// <summary>Dies before the answer is recorded.</summary>
    public bool BeforeRecord { get; set; }

    public async Task<ClaimResult> ClaimAsync(TaskClaim claim, TimeSpan lease, CancellationToken cancellationToken = default)
    {
        var result = await inner.ClaimAsync(claim, lease, cancellationToken);
        return AfterClaim ? throw new IOException("died after the claim") : result;
    }

    public Task<TaskSpawn> RecordAsync(long sequence, int attempt, SinkResult result, CancellationToken cancellationToken = default) =>
        BeforeRecord ? throw new IOException("died before the record") : inner.RecordAsync(sequence, attempt, result, cancellationToken);

    public Task<TaskSpawn> RecordDryRunAsync(TaskClaim claim, string reference, CancellationToken cancellationToken = default) =>
        inner.RecordDryRunAsync(claim, reference, cancellationToken);

    public Task<TaskSpawn?> ReopenAsync(string key, CancellationToken cancellationToken = default) => inner.ReopenAsync(key, cancellationToken);

    public Task<TaskSpawn?> FindAsync(string key, CancellationToken cancellationToken = default) => inner.FindAsync(key, cancellationToken);

    public Task<IReadOnlyList<TaskSpawn>> SearchAsync(string text, CancellationToken cancellationToken = default) => inner.SearchAsync(text, cancellationToken);

    public Task<Page<TaskSpawn>> ListAsync(TaskFilter filter, PageRequest page, CancellationToken cancellationToken = default) => inner.ListAsync(filter, page, cancellationToken);

    public Task<IReadOnlyDictionary<TaskState, long>> CountAsync(CancellationToken cancellationToken = default) => inner.CountAsync(cancellationToken);
}
