namespace ActivityCore.Tasks;

/// <summary>Where tasks go. Implementations are safe to share, write no SQL and never throw for what a receiver or a network does.</summary>
public interface IIssueSink
{
    /// <summary><c>null</c>, <c>rest</c>, <c>nats</c>: what the audit calls it.</summary>
    string Type { get; }

    /// <summary>True: nothing leaves this process.</summary>
    bool IsDryRun { get; }

    /// <summary>The <c>triggering_event_id</c> that goes over the wire for this task: the true one, unless the receiver needs another.</summary>
    string SentEventId(PlannedTask task);

    /// <summary>Sends the ten fields under the task's key. Cancelled only by <paramref name="cancellationToken"/>.</summary>
    /// <param name="key">The idempotency key.</param>
    /// <param name="spec">What is sent, its event id already the one of <see cref="SentEventId"/>.</param>
    /// <param name="cancellationToken">Ends the call with <see cref="OperationCanceledException"/>.</param>
    Task<SinkResult> SendAsync(string key, TaskSpec spec, CancellationToken cancellationToken = default);
}
