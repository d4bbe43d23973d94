using Microsoft.Extensions.Logging;
using Temporalio.Client;
using Temporalio.Exceptions;
using Temporalio.Worker.Metrics;

namespace Temporalio.Worker.Polling;

/// <summary>Polls one task queue, one call at a time, while there are free slots.</summary>
/// <param name="slots">A slot is taken before a poll and given back by <paramref name="handle"/> when it returns false.</param>
/// <param name="poll">One long poll.</param>
/// <param name="handle">Takes the answer and its slot; false when there was no task in it.</param>
/// <param name="polls">Counts the polls under way.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where failures go.</param>
internal sealed class TaskPoller<TResponse>(
    SemaphoreSlim slots,
    Func<RpcOptions, Task<TResponse>> poll,
    Func<TResponse, bool> handle,
    LiveGauge polls,
    TimeProvider time,
    ILogger logger)
{
    // What cannot be retried is tolerated for a while: a service that restarts answers strange things.
    private static readonly TimeSpan ToleratedFailures = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    /// <param name="stop">Ends polling after the running poll.</param>
    /// <param name="abort">Ends the running poll.</param>
    public async Task RunAsync(CancellationToken stop, CancellationToken abort)
    {
        long? failingSince = null;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await slots.WaitAsync(stop).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            var taken = false;
            try
            {
                taken = handle(await PollAsync(abort).ConfigureAwait(false));
                failingSince = null;
            }
            catch (Exception) when (abort.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is not RpcException)
            {
                // A task that cannot be: the next one may be better.
                Log.TaskDropped(logger, e);
                await PauseAsync(stop).ConfigureAwait(false);
            }
            catch (RpcException e)
            {
                failingSince ??= time.GetTimestamp();
                if (time.GetElapsedTime(failingSince.Value) > ToleratedFailures)
                {
                    throw;
                }
                Log.PollFailed(logger, e);
                await PauseAsync(stop).ConfigureAwait(false);
            }
            finally
            {
                if (!taken)
                {
                    slots.Release();
                }
            }
        }
    }

    private async Task<TResponse> PollAsync(CancellationToken abort)
    {
        polls.Enter();
        try
        {
            return await poll(new() { Retry = true, CancellationToken = abort }).ConfigureAwait(false);
        }
        finally
        {
            polls.Leave();
        }
    }

    private async Task PauseAsync(CancellationToken stop)
    {
        try
        {
            await Task.Delay(PauseAfterFailure, time, stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The loop sees it.
        }
    }
}
