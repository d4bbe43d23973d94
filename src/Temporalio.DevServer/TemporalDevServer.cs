using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Temporalio.DevServer;

/// <summary>
/// A single-process Temporal-compatible service with a listener of its own (gRPC over HTTP/2 without TLS).
/// <code>await using var server = await TemporalDevServer.StartAsync(new TemporalDevServerOptions());</code>
/// </summary>
public sealed class TemporalDevServer : IAsyncDisposable
{
    private readonly WebApplication _host;
    private readonly TemporalDevService _service;

    private TemporalDevServer(WebApplication host, TemporalDevService service, string target)
    {
        _host = host;
        _service = service;
        Target = target;
    }

    /// <summary>Where clients connect, as "host:port".</summary>
    public string Target { get; }

    internal TemporalDevService Service => _service;

    /// <summary>Opens the service and listens; ready for calls when the task ends.</summary>
    /// <exception cref="Storage.StorageException">The database file cannot be used.</exception>
    public static async Task<TemporalDevServer> StartAsync(TemporalDevServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var service = await TemporalDevService.OpenAsync(options).ConfigureAwait(false);
        try
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            if (options.LoggerFactory is { } loggers)
                builder.Services.AddSingleton(loggers);
            // The program that embeds the service decides what its signals mean.
            builder.Services.AddSingleton<IHostLifetime, EmbeddedLifetime>();
            builder.WebHost.ConfigureKestrel(kestrel => Configure(kestrel, options));
            var host = builder.Build();
            host.Run(service.HandleAsync);
            await host.StartAsync().ConfigureAwait(false);
            var address = host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
            var endpoint = new Uri(address);
            return new TemporalDevServer(host, service, $"{endpoint.Host}:{endpoint.Port}");
        }
        catch
        {
            await service.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Sets what gRPC needs of Kestrel: many streams on one connection, and messages of up to 4 MiB.</summary>
    public static void ConfigureLimits(KestrelServerLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        limits.Http2.MaxStreamsPerConnection = 10_000;
        limits.Http2.InitialConnectionWindowSize = 4 * 1024 * 1024;
        limits.Http2.InitialStreamWindowSize = 1024 * 1024;
        limits.Http2.KeepAlivePingDelay = TimeSpan.FromMinutes(1);
        limits.MaxRequestBodySize = 8 * 1024 * 1024;
        limits.MinRequestBodyDataRate = null;
        limits.MinResponseDataRate = null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _service.BeginStop();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await _host.StopAsync(patience.Token).ConfigureAwait(false);
        await _host.DisposeAsync().ConfigureAwait(false);
        await _service.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Stops as a killed process would; for tests of recovery.</summary>
    internal async Task KillAsync()
    {
        await _service.AbandonAsync().ConfigureAwait(false);
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        await _host.StopAsync(now.Token).ConfigureAwait(false);
        await _host.DisposeAsync().ConfigureAwait(false);
    }

    private sealed class EmbeddedLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private static void Configure(KestrelServerOptions kestrel, TemporalDevServerOptions options)
    {
        ConfigureLimits(kestrel.Limits);
        kestrel.AddServerHeader = false;
        kestrel.Listen(new IPEndPoint(options.Address, options.Port), listen => listen.Protocols = HttpProtocols.Http2);
    }
}
