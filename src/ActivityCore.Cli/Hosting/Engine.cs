using ActivityCore.Cli.Definitions;
using ActivityCore.Cli.Storage;
using ActivityCore.Cli.Telemetry;
using ActivityCore.Cli.Web;
using ActivityCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Temporalio.Client;

namespace ActivityCore.Cli.Hosting;

/// <summary>The engine's parts that run in the background of this process.</summary>
internal static class Engine
{
    /// <summary>Brings the embedded database up to date (PostgreSQL must be already: several processes share it) and starts the parts.</summary>
    /// <param name="settings">Read and checked.</param>
    /// <param name="roles">Which parts.</param>
    /// <param name="client">Connected.</param>
    /// <param name="logging">Where log lines go.</param>
    /// <param name="cancel">Gives up the start.</param>
    /// <param name="configure">Adds what only this process has.</param>
    /// <exception cref="StorageException">The schema is not the one that this program needs.</exception>
    public static async Task<IHost> StartAsync(
        ActivityCoreSettings settings, ActivityCoreRoles roles, ITemporalClient client, Action<ILoggingBuilder> logging, CancellationToken cancel,
        Action<IServiceCollection>? configure = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        logging(builder.Logging);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(20));
        // Signals are the program's to handle: a second listener would stop the parts in another order.
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.AddSingleton(client);
        builder.Services.AddActivityCore(settings, await DefinitionFiles.ReadEventTypesAsync(settings, cancel), roles);
        builder.Services.AddSingleton<AuditReader>();
        if (settings.Telemetry.Endpoint is not null)
        {
            builder.Services.AddHostedService<StoreGauges>();
        }

        builder.Services.AddSingleton(TemporalPages.Of(settings));
        builder.Services.AddSingleton(new ReadyChecks(Definitions: (roles & (ActivityCoreRoles.Router | ActivityCoreRoles.Api)) != ActivityCoreRoles.None));
        configure?.Invoke(builder.Services);
        var host = builder.Build();
        try
        {
            var schema = host.Services.GetRequiredService<MigrationRunner>();
            await (schema.Dialect == Dialect.Sqlite ? schema.MigrateAsync(cancel) : schema.EnsureCurrentAsync(cancel));
            await host.StartAsync(cancel);
            return host;
        }
        catch
        {
            await StopAsync(host);
            throw;
        }
    }

    /// <summary>Lets what is under way finish, then ends the parts.</summary>
    public static async Task StopAsync(IHost host)
    {
        await host.StopAsync(CancellationToken.None);
        if (host is IAsyncDisposable asynchronous)
        {
            await asynchronous.DisposeAsync();
        }
        else
        {
            host.Dispose();
        }
    }

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
