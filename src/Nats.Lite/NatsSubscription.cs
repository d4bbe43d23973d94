using System.Threading.Channels;

namespace Nats.Lite;

/// <summary>
/// A standing subscription: it survives reconnects. Messages wait in memory up to its capacity; what comes above that is dropped and counted,
/// as the protocol has no way to slow a publisher down. Disposing unsubscribes.
/// </summary>
public sealed class NatsSubscription : IAsyncDisposable
{
    private readonly Channel<NatsMessage> _messages;
    private readonly Func<NatsSubscription, ValueTask> _unsubscribe;
    private long _dropped;

    internal NatsSubscription(long id, string subject, string? queue, int capacity, Func<NatsSubscription, ValueTask> unsubscribe)
    {
        Id = id;
        Subject = subject;
        Queue = queue;
        _unsubscribe = unsubscribe;
        _messages = Channel.CreateBounded<NatsMessage>(new BoundedChannelOptions(capacity) { SingleWriter = true });
    }

    public string Subject { get; }

    /// <summary>The queue group that shares the messages; null: none.</summary>
    public string? Queue { get; }

    /// <summary>How many messages came while the memory was full.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    internal long Id { get; }

    /// <summary>The messages as they come; ends when the subscription or its connection is disposed.</summary>
    public IAsyncEnumerable<NatsMessage> ReadAllAsync(CancellationToken cancellation = default) => _messages.Reader.ReadAllAsync(cancellation);

    /// <summary>The next message.</summary>
    public ValueTask<NatsMessage> ReadAsync(CancellationToken cancellation = default) => _messages.Reader.ReadAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        Complete();
        await _unsubscribe(this).ConfigureAwait(false);
    }

    internal void Deliver(NatsMessage message)
    {
        if (!_messages.Writer.TryWrite(message))
        {
            Interlocked.Increment(ref _dropped);
        }
    }

    internal void Complete() => _messages.Writer.TryComplete();
}
