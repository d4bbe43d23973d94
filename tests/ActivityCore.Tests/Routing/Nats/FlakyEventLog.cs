using ActivityCore.Events;
using ActivityCore.Storage;

namespace ActivityCore.Tests.Routing.Nats;

/// <summary>The real store, which is away when told to.</summary>
internal sealed class FlakyEventLog(IEventLog inner) : IEventLog
{
    private volatile bool _isDown;
    private int _refused;

    public bool IsDown
    {
        get => _isDown;
        set => _isDown = value;
    }

    /// <summary>How many events were brought while it was away; several may come at once.</summary>
    public int Refused => Volatile.Read(ref _refused);

    public Task<EventReceipt> AddAsync(EventEnvelope envelope, string intake, IReadOnlyList<string> schemaFlags, CancellationToken cancellationToken = default)
    {
        if (!IsDown)
        {
            return inner.AddAsync(envelope, intake, schemaFlags, cancellationToken);
        }

        Interlocked.Increment(ref _refused);
        throw new TimeoutException("The database does not answer.");
    }

    public Task<IReadOnlyList<StoredEvent>> ListUnroutedAsync(long after, int limit, CancellationToken cancellationToken = default) => inner.ListUnroutedAsync(after, limit, cancellationToken);

    public Task MarkRoutedAsync(string publisher, Guid id, bool noMatch, CancellationToken cancellationToken = default) => inner.MarkRoutedAsync(publisher, id, noMatch, cancellationToken);

    public Task<StoredEvent?> FindAsync(string publisher, Guid id, CancellationToken cancellationToken = default) => inner.FindAsync(publisher, id, cancellationToken);

    public Task<Page<StoredEvent>> ListAsync(EventFilter filter, PageRequest page, CancellationToken cancellationToken = default) => inner.ListAsync(filter, page, cancellationToken);

    public Task<IReadOnlyDictionary<EventState, long>> CountAsync(CancellationToken cancellationToken = default) => inner.CountAsync(cancellationToken);
}
