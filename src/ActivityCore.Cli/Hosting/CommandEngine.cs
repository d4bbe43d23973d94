using ActivityCore.Cli.CommandLine;
using ActivityCore.Cli.Definitions;
using ActivityCore.Cli.Logging;
using ActivityCore.Cli.Storage;
using ActivityCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Temporalio.Client;

namespace ActivityCore.Cli.Hosting;

/// <summary>The engine without anything in the background, for commands that do one thing.</summary>
internal sealed class CommandEngine : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private CommandEngine(ServiceProvider services) => _services = services;

    public IServiceProvider Services => _services;

    /// <param name="call">The command.</param>
    /// <param name="needsTemporal">Whether it talks to the Temporal service.</param>
    /// <param name="cancel">Ends the opening.</param>
    /// <exception cref="CliException">No Temporal service is named.</exception>
    public static async Task<CommandEngine> OpenAsync(Invocation call, bool needsTemporal, CancellationToken cancel)
    {
        var settings = call.Settings;
        var services = new ServiceCollection();
        services.AddLogging(logging => LineLogging.Configure(logging, call, LogLevel.Warning));
        services.AddSingleton(call.Context.Time);
        services.AddActivityCore(settings, await DefinitionFiles.ReadEventTypesAsync(settings, cancel), ActivityCoreRoles.None);
        services.AddSingleton<AuditReader>();
        if (needsTemporal)
        {
            services.AddSingleton<ITemporalClient>(await TemporalAccess.ConnectAsync(TemporalAccess.Address(call), settings, LoggerFactory.Create(logging => LineLogging.Configure(logging, call, LogLevel.Warning))));
        }

        var engine = new CommandEngine(services.BuildServiceProvider());
        try
        {
            await engine.Services.GetRequiredService<MigrationRunner>().EnsureCurrentAsync(cancel);
            return engine;
        }
        catch
        {
            await engine.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
