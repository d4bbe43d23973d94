using System.Threading.Channels;
using ActivityCore.Definitions;
using ActivityCore.Runs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ActivityCore.Routing;

/// <summary>
/// Loads the definitions before anything is routed, watches their folder, and saves every version that comes into use, so that history can be read
/// even where no event ever matched it.
/// </summary>
public sealed class CatalogService(DefinitionFolder folder, PinnedDefinitions pinned, TimeProvider time, ILogger<CatalogService> logger)
    : BackgroundService, ICurrentDefinitions
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(5);

    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <inheritdoc/>
    public DefinitionCatalog Catalog => folder.Current;

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        folder.OnChange(_ => _changes.Writer.TryWrite(true));
        if (await folder.ReloadAsync(cancellationToken) is ReloadResult.Refused refused)
        {
            Log.DefinitionsUnusable(logger, refused.Reason);
        }

        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(folder.WatchAsync(PollInterval, stoppingToken), SaveVersionsAsync(stoppingToken));

    private async Task SaveVersionsAsync(CancellationToken stoppingToken)
    {
        var failures = 0;
        while (await WaitAsync(stoppingToken))
        {
            try
            {
                foreach (var definition in folder.Current.Definitions)
                {
                    await pinned.RecordAsync(definition, stoppingToken);
                }

                failures = 0;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                Log.VersionsNotSaved(logger, e);
                await Task.Delay(Backoff.After(++failures), time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                _changes.Writer.TryWrite(true);
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task<bool> WaitAsync(CancellationToken stoppingToken)
    {
        try
        {
            return await _changes.Reader.ReadAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
