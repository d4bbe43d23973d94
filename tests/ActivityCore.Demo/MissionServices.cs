using System.Globalization;
using RealComponents;

namespace ActivityCore.Demo;

/// <summary>The services that the mission runs on: PostgreSQL, NATS and the best Temporal that is here. Ends only what it started.</summary>
internal sealed class MissionServices : IAsyncDisposable
{
    private readonly Stack<IAsyncDisposable> _started = new();

    private MissionServices()
    {
    }

    public PostgresServer Postgres { get; private set; } = null!;

    public NatsServer Nats { get; private set; } = null!;

    /// <summary>HOST:PORT of the Temporal service.</summary>
    public string TemporalTarget { get; private set; } = "";

    /// <summary>Which service that is, in words.</summary>
    public string TemporalName { get; private set; } = "";

    /// <summary>Temporal's official web UI, or null with <see cref="NoUi"/>.</summary>
    public Uri? TemporalUi { get; private set; }

    /// <summary>Why there is no web UI.</summary>
    public string NoUi { get; private set; } = "";

    /// <summary>Starts what is missing.</summary>
    /// <param name="postgres">A server that is there already, or null; it is not ended.</param>
    /// <param name="cluster">An official Temporal that is there already, or null; it is not ended.</param>
    public static async Task<MissionServices> StartAsync(PostgresServer? postgres = null, TemporalCluster? cluster = null)
    {
        var services = new MissionServices();
        try
        {
            services.Postgres = postgres ?? services.Keep(await PostgresServer.StartAsync());
            services.Nats = services.Keep(await NatsServer.StartAsync());
            if (cluster is not null)
            {
                services.UseCluster(cluster);
            }
            else
            {
                await services.StartTemporalAsync();
            }

            return services;
        }
        catch
        {
            await services.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        while (_started.TryPop(out var last))
        {
            await last.DisposeAsync();
        }
    }

    /// <summary>Starts the official web UI where there is none yet.</summary>
    public async Task EnsureUiAsync()
    {
        try
        {
            TemporalUi ??= Keep(await TemporalWebUi.StartAsync(TemporalTarget)).Address;
        }
        catch (Exception e) when (Missing.Reason(e) is { } reason)
        {
            NoUi = reason;
        }
    }

    // The official server on PostgreSQL, else the official dev service, else the one of this repository.
    private async Task StartTemporalAsync()
    {
        try
        {
            UseCluster(Keep(await TemporalCluster.StartAsync(Postgres)));
            return;
        }
        catch (Exception e) when (Missing.Reason(e) is not null)
        {
            // The next best.
        }

        try
        {
            var service = Keep(await TemporalDevService.StartAsync(ui: true));
            (TemporalTarget, TemporalUi, TemporalName) = (service.Target, service.UiAddress, "the official dev service");
            return;
        }
        catch (Exception e) when (Missing.Reason(e) is not null)
        {
            // The next best.
        }

        var port = LoopbackPort.Free();
        var embedded = Keep(ComponentProcess.Start(Stage.Program, ["temporal", "--port", port.ToString(CultureInfo.InvariantCulture)]));
        await LoopbackPort.WaitUntilOpenAsync(port, embedded, TimeSpan.FromMinutes(3));
        (TemporalTarget, TemporalName) = ($"127.0.0.1:{port}", "the embedded service in a process of its own");
    }

    private void UseCluster(TemporalCluster cluster) => (TemporalTarget, TemporalName) = (cluster.Target, "the official server on PostgreSQL");

    private T Keep<T>(T started)
        where T : IAsyncDisposable
    {
        _started.Push(started);
        return started;
    }
}
