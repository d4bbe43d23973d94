using System.Text.Json;

namespace ActivityCore.Evidence;

/// <summary>A receiver of evidence. Safe to share; never throws for what a network or a receiver does.</summary>
public interface IEvidenceSink
{
    /// <summary>One of <see cref="EvidenceSinks"/>.</summary>
    string Name { get; }

    /// <summary>Sends it.</summary>
    /// <param name="key">The idempotency key; the receiver keeps it with what it was sent.</param>
    /// <param name="payload">As planned.</param>
    /// <param name="maybeThere">An earlier attempt may have come through: it is looked for first.</param>
    /// <param name="cancellationToken">Ends the call with <see cref="OperationCanceledException"/>.</param>
    Task<EvidenceResult> SendAsync(string key, JsonElement payload, bool maybeThere, CancellationToken cancellationToken = default);
}
