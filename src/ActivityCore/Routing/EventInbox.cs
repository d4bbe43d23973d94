using System.Collections.Concurrent;
using System.Threading.Channels;
using ActivityCore.Storage;

namespace ActivityCore.Routing;

/// <summary>
/// From the intakes to the pump of the same process: events that are stored and wait to be routed. Bounded: what does not fit is found by the sweep. Safe to share.
/// </summary>
public sealed class EventInbox
{
    private const int Capacity = 1_000;

    private readonly Channel<StoredEvent> _channel = Channel.CreateBounded<StoredEvent>(Capacity);
    private readonly ConcurrentDictionary<long, bool> _known = new();

    /// <summary>Whether there is no room for another event at this moment.</summary>
    public bool IsFull => _channel.Reader.Count >= Capacity;

    /// <summary>Hands the event over unless it is here already or there is no room.</summary>
    public bool TryAdd(StoredEvent stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        if (!_known.TryAdd(stored.Sequence, true))
        {
            return false;
        }

        if (_channel.Writer.TryWrite(stored))
        {
            return true;
        }

        _known.TryRemove(stored.Sequence, out _);
        return false;
    }

    /// <summary>Events as they come, each to one reader, until cancelled.</summary>
    public IAsyncEnumerable<StoredEvent> ReadAsync(CancellationToken cancellationToken) => _channel.Reader.ReadAllAsync(cancellationToken);

    /// <summary>The event was handled, well or not; it may be added again.</summary>
    public void Done(StoredEvent stored)
    {
        ArgumentNullException.ThrowIfNull(stored);
        _known.TryRemove(stored.Sequence, out _);
    }
}
