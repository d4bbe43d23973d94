using System.Threading.Channels;
using ActivityCore.Definitions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Temporalio.Exceptions;

namespace ActivityCore.Routing.Schedules;

/// <summary>Keeps the schedules in step: at once after a change of the definitions, and regularly, so that what somebody changed by hand is mended.</summary>
public sealed class ScheduleSyncService(DefinitionFolder folder, ScheduleSync sync, ScheduleSyncOptions options, TimeProvider time, ILogger<ScheduleSyncService> logger)
    : BackgroundService
{
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private string? _said;

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        folder.OnChange(_ => _changes.Writer.TryWrite(true));
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var failures = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = options.Interval;
            try
            {
                failures = await PassAsync(stoppingToken) == 0 ? 0 : failures + 1;
            }
            catch (RpcException e) when (e.Code == RpcException.StatusCode.Unimplemented)
            {
                Say(() => Log.NoSchedules(logger), "unimplemented");
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                failures++;
                Log.SyncFailed(logger, Backoff.After(failures), e);
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }

            await WaitAsync(failures == 0 || Backoff.After(failures) > pause ? pause : Backoff.After(failures), stoppingToken);
        }
    }

    private async Task<int> PassAsync(CancellationToken stoppingToken)
    {
        // In this order: an alarm that comes after it is about a later reading.
        var (alarm, catalog) = (folder.Alarm, folder.Current);
        if (alarm is not null || catalog.Entries.Count == 0)
        {
            var why = alarm ?? "No definition is loaded.";
            Say(() => Log.SchedulesLeftAlone(logger, why), why);
            return 0;
        }

        var (_, failures) = await sync.SyncAsync(catalog, stoppingToken);
        _said = null;
        return failures;
    }

    private void Say(Action log, string what)
    {
        if (!string.Equals(_said, what, StringComparison.Ordinal))
        {
            log();
            _said = what;
        }
    }

    private async Task WaitAsync(TimeSpan pause, CancellationToken stoppingToken)
    {
        using var limit = new CancellationTokenSource(pause, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stoppingToken);
        try
        {
            await _changes.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            // It is time, or the end.
        }
    }
}
