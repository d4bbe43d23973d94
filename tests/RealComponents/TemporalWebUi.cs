using System.Globalization;

namespace RealComponents;

/// <summary>The official web UI alone, on loopback, for any Temporal service.</summary>
public sealed class TemporalWebUi : IAsyncDisposable
{
    private readonly ComponentProcess _process;
    private readonly string _folder;

    private TemporalWebUi(ComponentProcess process, string folder, int port)
    {
        _process = process;
        _folder = folder;
        Address = new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
    }

    public Uri Address { get; }

    /// <summary>Starts it for the service at HOST:PORT; skips the test by name when the program is not there.</summary>
    public static async Task<TemporalWebUi> StartAsync(string target)
    {
        var program = TemporalTools.Require("temporal-ui");
        var folder = Directory.CreateTempSubdirectory("temporal-ui-").FullName;
        var port = LoopbackPort.Free();
        Directory.CreateDirectory(Path.Combine(folder, "config"));
        await File.WriteAllTextAsync(Path.Combine(folder, "config", "dev.yaml"), string.Create(CultureInfo.InvariantCulture, $"""
            temporalGrpcAddress: {target}
            host: 127.0.0.1
            port: {port}
            enableUi: true
            cors: {"{"} allowOrigins: ["http://127.0.0.1:{port}"] {"}"}
            """));
        var process = ComponentProcess.Start(
            program,
            ["--root", folder, "--config", "config", "--env", "dev", "start"],
            new Dictionary<string, string?>(StringComparer.Ordinal) { ["HOME"] = folder },
            folder);
        var ui = new TemporalWebUi(process, folder, port);
        try
        {
            await LoopbackPort.WaitUntilOpenAsync(port, process, TimeSpan.FromMinutes(3));
            return ui;
        }
        catch
        {
            await ui.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
