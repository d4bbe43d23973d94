namespace RealComponents;

/// <summary>The official single-process service, in memory unless a file is given, on loopback ports of its own.</summary>
public sealed class TemporalDevService : IAsyncDisposable
{
    private readonly ComponentProcess _process;
    private readonly string _home;

    private TemporalDevService(ComponentProcess process, string home, int port, int? uiPort)
    {
        _process = process;
        _home = home;
        Target = $"127.0.0.1:{port}";
        UiAddress = uiPort is null ? null : new Uri($"http://127.0.0.1:{uiPort}");
    }

    public int ProcessId => _process.Id;

    /// <summary>HOST:PORT of the gRPC service.</summary>
    public string Target { get; }

    /// <summary>The official web UI, where it was asked for.</summary>
    public Uri? UiAddress { get; }

    /// <summary>Starts it and waits until the default namespace answers; skips the test by name when the program is not there.</summary>
    public static async Task<TemporalDevService> StartAsync(bool ui = false, string? databaseFile = null)
    {
        var program = TemporalTools.Require("temporal");
        var home = Directory.CreateTempSubdirectory("temporal-home-").FullName;
        int port = LoopbackPort.Free(), uiPort = LoopbackPort.Free();
        List<string> arguments = ["server", "start-dev", "--ip", "127.0.0.1", "--port", $"{port}", "--log-level", "error"];
        arguments.AddRange(ui ? ["--ui-port", $"{uiPort}"] : ["--headless"]);
        if (databaseFile is not null)
        {
            arguments.AddRange(["--db-filename", databaseFile]);
        }

        var process = ComponentProcess.Start(program, arguments, new Dictionary<string, string?>(StringComparer.Ordinal) { ["HOME"] = home });
        var service = new TemporalDevService(process, home, port, ui ? uiPort : null);
        try
        {
            await LoopbackPort.WaitUntilOpenAsync(port, process, TimeSpan.FromMinutes(3));
            await service.WaitForNamespaceAsync(program);
            return service;
        }
        catch
        {
            await service.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        Directory.Delete(_home, recursive: true);
    }

    private async Task WaitForNamespaceAsync(string program)
    {
        for (var attempt = 0; ; attempt++)
        {
            await using var describe = ComponentProcess.Start(
                program, ["operator", "namespace", "describe", "--address", Target, "-n", "default"], new Dictionary<string, string?>(StringComparer.Ordinal) { ["HOME"] = _home });
            if (await describe.WaitForExitAsync(TimeSpan.FromSeconds(20)) && describe.ExitCode == 0)
            {
                return;
            }

            if (attempt == 60)
            {
                throw new InvalidOperationException($"The default namespace does not answer:\n{describe.Output}\n{_process.Output}");
            }

            await Task.Delay(200);
        }
    }
}
