using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Nats.Lite.JetStream;

/// <summary>A durable consumer that is asked for messages, so that the receiver sets the pace. Several may pull from one durable, in any number of processes.</summary>
public sealed class PullConsumer
{
    private const int NoMessages = 404;
    private const int RequestTimeout = 408;
    private const int Conflict = 409;
    private const int IdleHeartbeat = 100;

    // A server that is busy, or this process, may be late by seconds; that is not silence.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly JetStreamContext _context;

    internal PullConsumer(JetStreamContext context, string stream, string durable)
    {
        _context = context;
        Stream = stream;
        Durable = durable;
    }

    public string Stream { get; }

    public string Durable { get; }

    /// <summary>
    /// Asks for up to <paramref name="batch"/> messages and yields them as they come; ends when the batch is full or <paramref name="expires"/> is over.
    /// A message that was delivered and not read here is delivered again after the consumer's ack wait.
    /// </summary>
    /// <exception cref="NatsException">The connection was lost, the server fell silent, or the consumer is gone.</exception>
    public async IAsyncEnumerable<JetStreamMessage> FetchAsync(
        int batch, TimeSpan expires, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(expires, TimeSpan.FromMilliseconds(100));
        var connection = _context.Connection;
        var inbox = NatsConnection.NewInbox();
        var subscription = await connection.SubscribeAsync(inbox, null, batch + 64, cancellation).ConfigureAwait(false);
        await using var unsubscribe = subscription.ConfigureAwait(false);
        // Twice a heartbeat without a word means that the server or the way to it is gone, though the socket may not know it yet.
        var heartbeat = TimeSpan.FromTicks(Math.Min(expires.Ticks / 2, TimeSpan.FromSeconds(5).Ticks));
        var request = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, long>(StringComparer.Ordinal)
        {
            ["batch"] = batch,
            ["expires"] = Nanoseconds.FromTimeSpan(expires).Value,
            ["idle_heartbeat"] = expires >= TimeSpan.FromSeconds(1) ? Nanoseconds.FromTimeSpan(heartbeat).Value : 0,
        });
        await connection.PublishAsync($"$JS.API.CONSUMER.MSG.NEXT.{Stream}.{Durable}", request, null, inbox, cancellation).ConfigureAwait(false);
        var silence = expires >= TimeSpan.FromSeconds(1) ? (heartbeat * 2) + Patience : expires + Patience;
        for (var received = 0; received < batch;)
        {
            var message = await ReadAsync(subscription, connection, silence, cancellation).ConfigureAwait(false);
            switch (message.Status)
            {
                case 0:
                    received++;
                    yield return new JetStreamMessage(connection, message);
                    break;
                case IdleHeartbeat:
                    break;
                case NoMessages or RequestTimeout:
                    yield break;
                case Conflict when message.StatusText.Contains("Exceeded", StringComparison.OrdinalIgnoreCase):
                    yield break;
                default:
                    throw new JetStreamException(message.Status, 0, $"pulling from {Stream}/{Durable} ended: {message.StatusText}");
            }
        }
    }

    private async Task<NatsMessage> ReadAsync(NatsSubscription subscription, NatsConnection connection, TimeSpan silence, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var timer = connection.Time.CreateTimer(_ => limit.Cancel(), null, silence, Timeout.InfiniteTimeSpan);
        try
        {
            return await subscription.ReadAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new NatsTimeoutException($"the server fell silent while pulling from {Stream}/{Durable}");
        }
        catch (System.Threading.Channels.ChannelClosedException e)
        {
            throw new NatsException("the connection was disposed", e);
        }
    }
}
