using ActivityCore.Cli.CommandLine;
using RealComponents;

namespace ActivityCore.Cli.Tests.Dev;

/// <summary><c>activity-core dev</c> inside the test's process, on a folder and a port of its own.</summary>
internal sealed class DevHost : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();
    private Task<int> _running = Task.FromResult(0);

    public required TemporaryFolder Folder { get; init; }

    public required HttpClient Client { get; init; }

    /// <summary>The environment in which commands find this installation.</summary>
    public required IReadOnlyDictionary<string, string?> Environment { get; init; }

    public static async Task<DevHost> StartAsync(params (string Name, string? Value)[] environment)
    {
        var port = LoopbackPort.Free();
        var folder = new TemporaryFolder();
        var all = DevProcess.Environment(folder.Path, [.. environment, ("ACTIVITY_CORE_LISTEN", $"http://127.0.0.1:{port}")]);
        var host = new DevHost { Folder = folder, Client = new() { BaseAddress = new Uri($"http://127.0.0.1:{port}") }, Environment = all };
        var context = new CliContext { Out = TextWriter.Synchronized(host._output), Error = TextWriter.Synchronized(host._error), In = TextReader.Null, Environment = all };
        host._running = CommandRoot.RunAsync(["dev", "--log-level", "warning"], context, host._stop.Token);
        for (var attempt = 0; attempt < 6000; attempt++)
        {
            if (host._running.IsCompleted)
            {
                Assert.Fail($"dev ended with {await host._running}: {host._error}");
            }

            if (await host.IsReadyAsync())
            {
                return host;
            }

            await Task.Delay(50);
        }

        throw new TimeoutException($"dev is not ready after five minutes: {host._error}");
    }

    /// <summary>A command on this installation.</summary>
    public Task<CliRun> RunAsync(params string[] arguments) => CliRun.Async(Environment, arguments);

    /// <summary>Stops it as Ctrl-C does; the folder stays until the end of the test.</summary>
    public async Task<int> StopAsync()
    {
        await _stop.CancelAsync();
        return await _running.WaitAsync(TimeSpan.FromMinutes(3));
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Client.Dispose();
        _stop.Dispose();
        Folder.Dispose();
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using var answer = await Client.GetAsync(new Uri("/readyz", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
