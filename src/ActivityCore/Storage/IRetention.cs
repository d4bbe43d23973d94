namespace ActivityCore.Storage;

/// <summary>
/// Makes stored payloads less and keeps what they were about: keys, hashes, references, states and counts, so that a repeat is known for one a year later. Safe to
/// share; any number of processes may do it at once.
/// </summary>
public interface IRetention
{
    /// <summary>Masks the secrets in events all of whose runs have ended; returns how many events held some.</summary>
    Task<int> MaskSecretsAsync(CancellationToken cancellationToken = default);

    /// <summary>What <see cref="RemovePayloadsAsync"/> would do now. Changes nothing.</summary>
    Task<RetentionCounts> CountAsync(DateTimeOffset before, CancellationToken cancellationToken = default);

    /// <summary>
    /// Removes the payloads of what ended before a time: attributes of events, context, decision and tasks of runs, settled dead letters. An event or a run that is open, or
    /// has an open dead letter, is never touched.
    /// </summary>
    Task<RetentionCounts> RemovePayloadsAsync(DateTimeOffset before, CancellationToken cancellationToken = default);
}
