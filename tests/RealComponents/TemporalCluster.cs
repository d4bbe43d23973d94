using System.Globalization;

namespace RealComponents;

/// <summary>The official server with its four services as in production, on a PostgreSQL of the test's own.</summary>
public sealed class TemporalCluster : IAsyncDisposable
{
    // The frontend's and the nine after it.
    private const int Ports = 10;
    private readonly ComponentProcess _process;
    private readonly string _folder;

    private TemporalCluster(ComponentProcess process, string folder, int port)
    {
        _process = process;
        _folder = folder;
        Target = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
    }

    /// <summary>HOST:PORT of the frontend.</summary>
    public string Target { get; }

    /// <summary>Makes schema and default namespace and waits until that answers; skips the test by name when the programs are not there.</summary>
    public static async Task<TemporalCluster> StartAsync(PostgresServer postgres)
    {
        var script = TemporalTools.RequireScript("temporal-cluster");
        var folder = Directory.CreateTempSubdirectory("temporal-cluster-").FullName;
        var port = LoopbackPort.FreeRange(Ports);
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["PGHOST"] = "127.0.0.1",
            ["PGPORT"] = postgres.Port.ToString(CultureInfo.InvariantCulture),
            ["PGUSER"] = PostgresServer.User,
            ["PGPASSWORD"] = "unused",
        };
        var cluster = new TemporalCluster(
            ComponentProcess.Start(script, [port.ToString(CultureInfo.InvariantCulture), folder], environment, folder), folder, port);
        try
        {
            await cluster.WaitUntilReadyAsync(TimeSpan.FromMinutes(4));
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task WaitUntilReadyAsync(TimeSpan timeout)
    {
        var end = Environment.TickCount64 + (long)timeout.TotalMilliseconds;
        while (!_process.Output.Contains("temporal ready", StringComparison.Ordinal))
        {
            if (_process.HasExited || Environment.TickCount64 > end)
            {
                throw new InvalidOperationException($"The cluster is not ready. Its output:\n{_process.Output}");
            }

            await Task.Delay(100);
        }
    }
}
