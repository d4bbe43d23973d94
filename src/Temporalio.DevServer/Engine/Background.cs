using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Temporalio.DevServer.Storage;

namespace Temporalio.DevServer.Engine;

/// <summary>Work that nobody waits for. It is repeated on a fault of storage and awaited when the service stops.</summary>
internal sealed class Background(ILogger logger, TimeProvider clock) : IAsyncDisposable
{
    /// <summary>Delays double this often, up to 26 s.</summary>
    private const int MaxDoublings = 9;

    private readonly ConcurrentDictionary<Task, byte> _running = new();
    private readonly CancellationTokenSource _stopping = new();

    public CancellationToken Stopping => _stopping.Token;

    public bool IsIdle => _running.IsEmpty;

    /// <summary>Called when nothing runs any more.</summary>
    public Action? Drained { get; set; }

    public void Run(Func<Task> work)
    {
        if (_stopping.IsCancellationRequested)
            return;
        var task = Task.Run(() => TryAsync(work));
        if (!_running.TryAdd(task, 0))
            return;
        _ = task.ContinueWith(Ended, TaskScheduler.Default);
    }

    public async Task DrainAsync()
    {
        while (_running.Keys.ToList() is { Count: > 0 } running)
            await Task.WhenAll(running).ConfigureAwait(false);
    }

    public void BeginStop() => _stopping.Cancel();

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_running.Keys).ConfigureAwait(false);
    }

    private void Ended(Task task)
    {
        _running.TryRemove(task, out _);
        if (_running.IsEmpty)
            Drained?.Invoke();
    }

    private async Task TryAsync(Func<Task> work)
    {
        for (var tries = 1; !_stopping.IsCancellationRequested; tries++)
        {
            try
            {
                await work().ConfigureAwait(false);
                return;
            }
            catch (StorageException e)
            {
                // Without end: a timer, a schedule or a child that is given up here would wait for the next start of the service.
                Log.BackgroundRetry(logger, e.Message);
                var delay = TimeSpan.FromMilliseconds(50 << Math.Min(tries, MaxDoublings));
                await Task.Delay(delay, clock, _stopping.Token)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
#pragma warning disable CA1031 // Nobody waits for this work, so its fault goes to the log; a restart derives the work again.
            catch (Exception e)
#pragma warning restore CA1031
            {
                Log.BackgroundFailed(logger, e);
                return;
            }
        }
    }
}
