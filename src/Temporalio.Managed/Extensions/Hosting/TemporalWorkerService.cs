using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Temporalio.Client;
using Temporalio.Worker;

namespace Temporalio.Extensions.Hosting;

/// <summary>Runs a worker for as long as the host runs.</summary>
public class TemporalWorkerService : BackgroundService
{
    private readonly TemporalClientConnectOptions? _clientOptions;
    private readonly ITemporalClient? _client;
    private readonly TemporalWorkerOptions _workerOptions;

    /// <summary>A worker that connects a client when it starts.</summary>
    /// <exception cref="ArgumentException">There are no client options.</exception>
    public TemporalWorkerService(TemporalWorkerServiceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _clientOptions = options.ClientOptions ?? throw new ArgumentException("Client options is required", nameof(options));
        _workerOptions = options;
    }

    /// <summary>A worker that connects a client when it starts.</summary>
    public TemporalWorkerService(TemporalClientConnectOptions clientOptions, TemporalWorkerOptions workerOptions)
    {
        _clientOptions = clientOptions;
        _workerOptions = workerOptions;
    }

    /// <summary>A worker on a client.</summary>
    public TemporalWorkerService(ITemporalClient client, TemporalWorkerOptions workerOptions)
    {
        _client = client;
        _workerOptions = workerOptions;
    }

    /// <summary>A worker whose options have its task queue as name; what hosts use.</summary>
    /// <exception cref="InvalidOperationException">There is neither a client nor client options.</exception>
    [ActivatorUtilitiesConstructor]
    public TemporalWorkerService(
        string taskQueue,
        IOptionsMonitor<TemporalWorkerServiceOptions> optionsMonitor,
        ITemporalClient? existingClient = null,
        ILoggerFactory? loggerFactory = null)
    {
        ArgumentNullException.ThrowIfNull(optionsMonitor);
        var options = (TemporalWorkerServiceOptions)optionsMonitor.Get(taskQueue).Clone();
        _clientOptions = options.ClientOptions;
        if (_clientOptions is null)
        {
            _client = existingClient ??
                throw new InvalidOperationException("Cannot start worker service with no client and no client connect options");
        }
        options.LoggerFactory ??= loggerFactory;
        _workerOptions = options;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var client = _client ?? await TemporalClient.ConnectAsync(_clientOptions!).ConfigureAwait(false);
        // A client from the services may be lazy; a worker needs it connected.
        await client.Connection.ConnectAsync().ConfigureAwait(false);
        using var worker = new TemporalWorker(client, _workerOptions);
        await worker.ExecuteAsync(stoppingToken).ConfigureAwait(false);
    }
}
