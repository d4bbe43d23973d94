using System.Text.RegularExpressions;
using RealComponents;
using Temporalio.Client;

namespace ActivityCore.Cli.Tests.Temporal;

/// <summary><c>activity-core temporal</c> as a process of its own, on a free port and in memory.</summary>
internal sealed partial class TemporalProcess : IAsyncDisposable
{
    private readonly ComponentProcess _process;

    private TemporalProcess(ComponentProcess process, string target)
    {
        _process = process;
        Target = target;
        Pages = new Uri($"http://{target}");
    }

    /// <summary>Where clients connect, as HOST:PORT.</summary>
    public string Target { get; }

    public Uri Pages { get; }

    public static async Task<TemporalProcess> StartAsync(params string[] options)
    {
        var process = ComponentProcess.Start(Path.Combine(AppContext.BaseDirectory, "activity-core"), ["temporal", "--port", "0", .. options]);
        for (var attempt = 0; attempt < 6000; attempt++)
        {
            if (Up().Match(process.Output) is { Success: true } match)
            {
                return new(process, match.Groups[1].Value);
            }

            Assert.False(process.HasExited, $"It ended before it was up:\n{process.Output}");
            await Task.Delay(50);
        }

        await process.DisposeAsync();
        throw new TimeoutException($"It is not up after five minutes:\n{process.Output}");
    }

    /// <summary>A client; its first call is the first that the service answers, for which ten seconds are not enough on a busy machine.</summary>
    public async Task<TemporalClient> ConnectAsync(string name = "default")
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TemporalClient.ConnectAsync(new TemporalClientConnectOptions(Target) { Namespace = name });
            }
            catch (InvalidOperationException) when (attempt < 12)
            {
                // Again.
            }
        }
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    [GeneratedRegex("pages +http://(\\S+)", RegexOptions.NonBacktracking)]
    private static partial Regex Up();
}
