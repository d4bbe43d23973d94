using Google.Protobuf;
using Temporalio.Activities;
using Temporalio.Api.Common.V1;
using Temporalio.Converters;
using Temporalio.Exceptions;

namespace Temporalio.Worker.ActivityTasks;

/// <summary>
/// Sends the heartbeats of one attempt: the first at once, the latest of those that follow when the interval is over.
/// What the service answers may cancel the attempt. Thread-safe.
/// </summary>
internal sealed class HeartbeatSender(WorkerServices services, ActivityAttempt attempt, ByteString taskToken, TimeSpan interval) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stop = new();
    private object?[]? _latest;
    private Task? _loop;
    private bool _stopped;

    public void Record(object?[] details)
    {
        lock (_lock)
        {
            if (_stopped)
            {
                return;
            }
            _latest = details;
            _loop ??= Task.Run(LoopAsync);
        }
    }

    /// <summary>Ends sending. Gives the details that were held back, if any.</summary>
    public async Task<Payloads?> StopAsync()
    {
        Task? loop;
        lock (_lock)
        {
            _stopped = true;
            loop = _loop;
        }
        if (loop is null)
        {
            return null;
        }
        await _stop.CancelAsync().ConfigureAwait(false);
        await loop.ConfigureAwait(false);
        return TakeLatest() is { } details ? await TryConvertAsync(details).ConfigureAwait(false) : null;
    }

    /// <summary>Sends details at once. False when it is not known that the service has them.</summary>
    public async Task<bool> SendAsync(Payloads details)
    {
        try
        {
            var response = await services.Service.RecordActivityTaskHeartbeatAsync(
                new()
                {
                    Namespace = services.Namespace,
                    TaskToken = taskToken,
                    Identity = services.Identity,
                    Details = details,
                },
                new() { Retry = true, CancellationToken = _stopped ? null : _stop.Token }).ConfigureAwait(false);
            if (response.CancelRequested || response.ActivityPaused || response.ActivityReset)
            {
                attempt.Cancel(
                    response.CancelRequested ? ActivityCancelReason.CancelRequested :
                    response.ActivityPaused ? ActivityCancelReason.Paused : ActivityCancelReason.Reset,
                    new()
                    {
                        IsCancelRequested = response.CancelRequested,
                        IsPaused = response.ActivityPaused,
                        IsReset = response.ActivityReset,
                    });
            }
            return true;
        }
        catch (RpcException e) when (e.Code == RpcException.StatusCode.NotFound)
        {
            attempt.Cancel(ActivityCancelReason.GoneFromServer);
            return true;
        }
        catch (RpcException e)
        {
            // The next one may come through; when none does, the service ends the attempt.
            Log.HeartbeatFailed(attempt.Context.Logger, e);
        }
        catch (OperationCanceledException)
        {
            // The attempt has ended.
        }
        return false;
    }

    public void Dispose() => _stop.Dispose();

    private async Task LoopAsync()
    {
        while (true)
        {
            if (TakeLatest() is not { } details)
            {
                lock (_lock)
                {
                    if (_latest is null || _stopped)
                    {
                        _loop = null;
                        return;
                    }
                }
                continue;
            }
            if (await TryConvertAsync(details).ConfigureAwait(false) is { } payloads && !await SendAsync(payloads).ConfigureAwait(false))
            {
                // Unless newer ones came: for the next time, or for the report of how the attempt ended.
                lock (_lock)
                {
                    _latest ??= details;
                }
            }
            try
            {
                await Task.Delay(interval, services.Time, _stop.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private object?[]? TakeLatest()
    {
        lock (_lock)
        {
            var latest = _latest;
            _latest = null;
            return latest;
        }
    }

    private async Task<Payloads?> TryConvertAsync(object?[] details)
    {
        try
        {
            return new() { Payloads_ = { await services.DataConverter.ToPayloadsAsync(details).ConfigureAwait(false) } };
        }
        catch (Exception e)
        {
            attempt.HeartbeatFailure = e;
            attempt.Cancel(ActivityCancelReason.HeartbeatRecordFailure);
            return null;
        }
    }
}
