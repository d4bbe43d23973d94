using ActivityCore.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ActivityCore.Routing;

/// <summary>
/// Masks secrets in events soon after their last run has ended, and removes payloads that are older than they may be. Every router does it; their batches
/// take turns.
/// </summary>
public sealed class RetentionService(IRetention retention, RetentionOptions options, TimeProvider time, ILogger<RetentionService> logger) : BackgroundService
{
    private DateTimeOffset _nextRemoval = DateTimeOffset.MinValue;

    /// <summary>One pass. Not for concurrent calls.</summary>
    public async Task PassAsync(CancellationToken cancellationToken = default)
    {
        await retention.MaskSecretsAsync(cancellationToken);
        var now = time.GetUtcNow();
        if (options.KeepPayloads is { } age && now >= _nextRemoval)
        {
            var removed = await retention.RemovePayloadsAsync(now - age, cancellationToken);
            _nextRemoval = now + options.RemovalInterval;
            if (removed is not { Events: 0, Runs: 0, DeadLetters: 0 })
            {
                Log.PayloadsRemoved(logger, removed.Events, removed.Runs, removed.DeadLetters, age);
            }
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await PassAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                Log.RetentionInterrupted(logger, options.Interval, e);
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }

            await Task.Delay(options.Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
