using System.Collections.Concurrent;
using Nats.Lite;
using Nats.Lite.JetStream;

namespace ActivityCore.Routing.Nats;

/// <summary>The messages that were taken and not answered yet: never more than a number, and the server is told that they are still worked on.</summary>
internal sealed class MessagesInHand(int max, TimeProvider time) : IDisposable
{
    private readonly ConcurrentDictionary<JetStreamMessage, Task> _messages = new();
    private readonly SemaphoreSlim _room = new(max, max);

    /// <summary>Waits until there is room, and reserves all of it.</summary>
    public async Task<int> ReserveAsync(CancellationToken cancellationToken)
    {
        await _room.WaitAsync(cancellationToken);
        var reserved = 1;
        while (_room.Wait(TimeSpan.Zero, CancellationToken.None))
        {
            reserved++;
        }

        return reserved;
    }

    /// <summary>Gives back what was reserved and not used.</summary>
    public void Return(int reserved)
    {
        if (reserved > 0)
        {
            _room.Release(reserved);
        }
    }

    /// <summary>Holds the message until <paramref name="handle"/> is done with it; it uses one reservation.</summary>
    public void Take(JetStreamMessage message, Func<JetStreamMessage, Task> handle)
    {
        var taken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _messages[message] = HandleAsync();
        taken.SetResult();

        async Task HandleAsync()
        {
            await taken.Task;
            try
            {
                await handle(message);
            }
            finally
            {
                _messages.TryRemove(message, out _);
                _room.Release();
            }
        }
    }

    /// <summary>Tells the server every <paramref name="interval"/> that each message is in good hands, which costs no delivery.</summary>
    public async Task KeepAsync(TimeSpan interval, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                foreach (var message in _messages.Keys)
                {
                    try
                    {
                        await message.InProgressAsync(cancellationToken);
                    }
                    catch (NatsException)
                    {
                        // The connection is away; so is the server's clock on these messages, or they come again and are known.
                        break;
                    }
                }
            }
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // The way to end it.
        }
    }

    /// <summary>Completes when no message is in hand any more.</summary>
    public Task DrainAsync() => Task.WhenAll(_messages.Values).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

    public void Dispose() => _room.Dispose();
}
