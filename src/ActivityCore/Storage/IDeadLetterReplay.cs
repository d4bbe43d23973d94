namespace ActivityCore.Storage;

/// <summary>Tries again what one kind of dead letter is about. Safe to share, and safe to repeat: what went through before is not done twice.</summary>
public interface IDeadLetterReplay
{
    /// <summary>The kind of letter that it knows what to do with.</summary>
    DeadLetterKind Kind { get; }

    /// <summary>Tries an open letter once; settling it is the caller's part. What it throws is an outage.</summary>
    Task<ReplayResult> ReplayAsync(DeadLetter letter, ReplayOptions options, CancellationToken cancellationToken = default);
}
