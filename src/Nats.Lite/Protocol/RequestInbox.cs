using System.Collections.Concurrent;
using System.Globalization;

namespace Nats.Lite.Protocol;

/// <summary>All answers of a connection come in on one wildcard subscription and are told apart by their last token.</summary>
internal sealed class RequestInbox(NatsConnection connection)
{
    private const int Capacity = 64 * 1024;
    private const int NoResponders = 503;
    private readonly ConcurrentDictionary<string, TaskCompletionSource<NatsMessage>> _waiting = new(StringComparer.Ordinal);
    private readonly string _prefix = NatsConnection.NewInbox();
    private long _last;

    public async Task OpenAsync(CancellationToken cancellation)
    {
        var subscription = await connection.SubscribeAsync(_prefix + ".*", null, Capacity, cancellation).ConfigureAwait(false);
        _ = DispatchAsync(subscription);
    }

    public async Task<NatsMessage> RequestAsync(
        string subject, ReadOnlyMemory<byte> data, NatsHeaders? headers, TimeSpan timeout, CancellationToken cancellation)
    {
        var token = Interlocked.Increment(ref _last).ToString(CultureInfo.InvariantCulture);
        var answer = new TaskCompletionSource<NatsMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[token] = answer;
        try
        {
            await connection.PublishAsync(subject, data, headers, $"{_prefix}.{token}", cancellation).ConfigureAwait(false);
            var message = await answer.Task.WaitAsync(timeout, connection.Time, cancellation).ConfigureAwait(false);
            return message.Status == NoResponders ? throw new NatsNoRespondersException(subject) : message;
        }
        catch (TimeoutException)
        {
            throw new NatsTimeoutException($"no answer on {subject} within {timeout.TotalSeconds:0.#} s");
        }
        finally
        {
            _waiting.TryRemove(token, out _);
        }
    }

    /// <summary>The connection was lost, and with it every answer that was on its way.</summary>
    public void FailAll()
    {
        foreach (var waiting in _waiting.Values)
        {
            waiting.TrySetException(new NatsException("the connection to NATS was lost while waiting for an answer"));
        }
    }

    private async Task DispatchAsync(NatsSubscription subscription)
    {
        await foreach (var message in subscription.ReadAllAsync().ConfigureAwait(false))
        {
            if (_waiting.TryRemove(message.Subject[(_prefix.Length + 1)..], out var waiting))
            {
                waiting.TrySetResult(message);
            }
        }
    }
}
