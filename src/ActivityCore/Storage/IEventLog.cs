using ActivityCore.Events;

namespace ActivityCore.Storage;

/// <summary>Every event that an intake has taken. Durable when a call returns. Safe to share.</summary>
public interface IEventLog
{
    /// <summary>
    /// Stores the event unless publisher and id are known. An <see cref="ArgumentException"/> says that the content cannot be stored at all
    /// (U+0000 in type, version or publisher); every other exception is an outage.
    /// </summary>
    Task<EventReceipt> AddAsync(EventEnvelope envelope, string intake, IReadOnlyList<string> schemaFlags, CancellationToken cancellationToken = default);

    /// <summary>Events not routed yet, the oldest first, from <paramref name="after"/> (a <see cref="StoredEvent.Sequence"/>, 0 at first) on: what a crash has left.</summary>
    Task<IReadOnlyList<StoredEvent>> ListUnroutedAsync(long after, int limit, CancellationToken cancellationToken = default);

    /// <summary>Every matching run is started, or none matched. Marking again changes nothing.</summary>
    Task MarkRoutedAsync(string publisher, Guid id, bool noMatch, CancellationToken cancellationToken = default);

    /// <summary>The event, or null.</summary>
    Task<StoredEvent?> FindAsync(string publisher, Guid id, CancellationToken cancellationToken = default);

    Task<Page<StoredEvent>> ListAsync(EventFilter filter, PageRequest page, CancellationToken cancellationToken = default);

    /// <summary>How many events there are in each state; a state without any is left out.</summary>
    Task<IReadOnlyDictionary<EventState, long>> CountAsync(CancellationToken cancellationToken = default);
}
