using ActivityCore.Storage;

namespace ActivityCore.Evidence;

/// <summary>What evidence a run leaves, written before anything is sent. Safe to share.</summary>
public interface IEvidenceLog
{
    /// <summary>Writes what is not there yet, with a dead letter for what is rejected at once, and gives all rows of the run, oldest first.</summary>
    Task<IReadOnlyList<EvidenceRecord>> AddAsync(string runId, IReadOnlyList<PlannedEvidence> planned, CancellationToken cancellationToken = default);

    /// <summary>Counts an attempt, durably, before it is made; null where the row is not pending any more.</summary>
    Task<EvidenceRecord?> BeginAttemptAsync(string key, CancellationToken cancellationToken = default);

    /// <summary>Records what came of an attempt; a rejected one and its dead letter are there together.</summary>
    Task<EvidenceRecord> RecordAsync(string key, EvidenceResult result, CancellationToken cancellationToken = default);

    /// <summary>Makes a rejected row pending again; null where it is neither rejected nor pending.</summary>
    Task<EvidenceRecord?> ReopenAsync(string key, CancellationToken cancellationToken = default);

    Task<Page<EvidenceRecord>> ListAsync(EvidenceFilter filter, PageRequest page, CancellationToken cancellationToken = default);

    Task<IReadOnlyDictionary<EvidenceState, long>> CountAsync(CancellationToken cancellationToken = default);
}
