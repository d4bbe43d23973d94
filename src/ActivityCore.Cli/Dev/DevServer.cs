using ActivityCore.Cli.CommandLine;
using ActivityCore.Cli.Hosting;
using ActivityCore.Cli.Logging;
using ActivityCore.Cli.Telemetry;
using ActivityCore.Cli.Web;
using ActivityCore.Runs;
using ActivityCore.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Temporalio.DevServer;

namespace ActivityCore.Cli.Dev;

/// <summary>Port, embedded Temporal service (unless the environment names another) and engine, started in this order and stopped in the other.</summary>
internal sealed class DevServer : IAsyncDisposable
{
    private readonly Stack<Func<ValueTask>> _undo = new();
    private WebFront? _front;
    private IHost? _engine;
    private DevSandbox? _sandbox;
    private string _temporal = "";

    private DevServer()
    {
    }

    public IServiceProvider Services => _engine!.Services;

    /// <exception cref="CliException">The folder is taken, the port is, or the Temporal service cannot be reached.</exception>
    public static async Task<DevServer> StartAsync(Invocation call, ActivityCoreSettings settings, LogLevel level, CancellationToken cancel)
    {
        var dev = new DevServer();
        try
        {
            await dev.StartPartsAsync(call, settings, level, cancel);
            return dev;
        }
        catch
        {
            await dev.DisposeAsync();
            throw;
        }
    }

    /// <summary>Says where to look.</summary>
    public void Greet(Invocation call)
    {
        var address = _front!.Address.GetLeftPart(UriPartial.Authority);
        call.Printer.Message($"activity-core {VersionCommand.Current.Split('+')[0]} is up.");
        call.Printer.Message($"  pages     {address}");
        call.Printer.Message($"  events    curl -X POST {address}/events -H 'content-type: application/json' -d @event.json");
        call.Printer.Message($"  Temporal  temporal workflow list --address {_temporal}");
        if (_sandbox is { } sandbox)
        {
            call.Printer.Message($"  sandbox   {address}{WebFront.SandboxPath}/ stands in for {sandbox.Names}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        while (_undo.TryPop(out var undo))
        {
            await undo();
        }
    }

    private async Task StartPartsAsync(Invocation call, ActivityCoreSettings settings, LogLevel level, CancellationToken cancel)
    {
        void Logging(ILoggingBuilder logging) => LineLogging.Configure(logging, call, level);

        var folder = DataFolderLock.Take(settings.DataDirectory);
        Undo(folder.Dispose);
        var loggers = LoggerFactory.Create(Logging);
        Undo(loggers.Dispose);

        var embedded = settings.Temporal.Address is null ? await OpenEmbeddedAsync(settings, loggers) : null;
        _sandbox = DevSandbox.For(settings, call.Context.Time);
        if (_sandbox is not null)
        {
            _undo.Push(_sandbox.DisposeAsync);
        }

        _front = await WebFront.OpenAsync(settings.Listen, Logging, embedded is null ? null : embedded.HandleAsync, _sandbox is null ? null : _sandbox.HandleAsync, cancel);
        _undo.Push(_front.DisposeAsync);
        settings = _sandbox?.Apply(settings, new Uri($"http://{TemporalAccess.Loopback(_front.Address)}{WebFront.SandboxPath}")) ?? settings;
        if (embedded is not null)
        {
            // Before the port closes: long polls would hold it open.
            Undo(embedded.BeginStop);
            // The embedded service asks for no credentials and offers no TLS, whatever the environment holds for another one.
            settings = settings with { Temporal = new TemporalSettings { Namespace = settings.Temporal.Namespace, TaskQueue = settings.Temporal.TaskQueue, UiUrl = settings.Temporal.UiUrl } };
        }

        _temporal = settings.Temporal.Address ?? TemporalAccess.Loopback(_front.Address);
        var telemetry = TelemetryExport.Start(settings.Telemetry);
        Undo(telemetry.Dispose);
        var client = await TemporalAccess.ConnectAsync(_temporal, settings, loggers, telemetry, TemporalAccess.AttemptsOfServers);
        var registered = await TemporalResources.ApplyAsync(client, cancel);
        if (embedded is null && registered.Count > 0)
        {
            call.Printer.Message($"Registered search attributes in namespace {settings.Temporal.Namespace} of {_temporal}: {string.Join(", ", registered)}.");
        }

        _engine = await Engine.StartAsync(
            settings, ActivityCoreRoles.All, client, Logging, cancel, services => services.AddSingleton(new SandboxLink(_sandbox is null ? null : $"{WebFront.SandboxPath}/")));
        _undo.Push(() => new ValueTask(Engine.StopAsync(_engine)));
        _front.Serve(_engine.Services, ActivityCoreRoles.All);
        Undo(_front.Retire);
    }

    private async Task<TemporalDevService> OpenEmbeddedAsync(ActivityCoreSettings settings, ILoggerFactory loggers)
    {
        var options = new TemporalDevServerOptions { DatabasePath = Path.Combine(settings.DataDirectory, "temporal.db"), LoggerFactory = loggers };
        options.Namespaces.Clear();
        options.Namespaces.Add(settings.Temporal.Namespace);
        var embedded = await TemporalDevService.OpenAsync(options);
        _undo.Push(embedded.DisposeAsync);
        return embedded;
    }

    private void Undo(Action action) => _undo.Push(() =>
    {
        action();
        return default;
    });
}
