using System.Globalization;

namespace RealComponents;

/// <summary>A nats-server with JetStream on loopback. It keeps port and store over a restart, so that tests can take it down for a while.</summary>
public sealed class NatsServer : IAsyncDisposable
{
    private readonly string _program;
    private readonly string _folder;
    private readonly int _port;
    private readonly string _configuration;
    private ComponentProcess _process;

    private NatsServer(string program, string folder, int port, string configuration, ComponentProcess process)
    {
        _program = program;
        _folder = folder;
        _port = port;
        _configuration = configuration;
        _process = process;
    }

    public string Url => string.Create(CultureInfo.InvariantCulture, $"nats://127.0.0.1:{_port}");

    public int Port => _port;

    /// <summary>Where it keeps streams, below <c>jetstream</c>.</summary>
    public string StoreFolder => _folder;

    public string Output => _process.Output;

    /// <summary>Debian's server, or with <paramref name="newer"/> the one of the packed tools; skips the test by name when it is not there.</summary>
    public static async Task<NatsServer> StartAsync(bool newer = false, string configuration = "")
    {
        var program = newer ? TemporalTools.Require("nats-server") : Component.Find("nats-server", "/usr/sbin");
        if (program is null)
        {
            Component.Missing("nats-server", "no nats-server on the PATH; Debian's package is nats-server.");
        }

        var folder = Directory.CreateTempSubdirectory("nats-").FullName;
        var port = LoopbackPort.Free();
        await File.WriteAllTextAsync(Path.Combine(folder, "server.conf"), configuration);
        var server = new NatsServer(program, folder, port, configuration, Launch(program, folder, port));
        await LoopbackPort.WaitUntilOpenAsync(port, server._process, TimeSpan.FromMinutes(2));
        return server;
    }

    /// <summary>Ends it as kill -9 does.</summary>
    public Task KillAsync() => _process.KillAsync();

    /// <summary>Starts it again on the same port and store.</summary>
    public async Task RestartAsync()
    {
        await _process.DisposeAsync();
        _process = Launch(_program, _folder, _port);
        await LoopbackPort.WaitUntilOpenAsync(_port, _process, TimeSpan.FromMinutes(2));
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static ComponentProcess Launch(string program, string folder, int port) => ComponentProcess.Start(
        program, ["-a", "127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture), "-js", "-sd", folder, "-c", Path.Combine(folder, "server.conf")]);
}
