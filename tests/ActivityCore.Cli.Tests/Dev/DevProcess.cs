using System.Globalization;
using System.Text.RegularExpressions;
using RealComponents;

namespace ActivityCore.Cli.Tests.Dev;

/// <summary>The program as a process of its own, in the folder that holds the definitions that ship.</summary>
internal sealed partial class DevProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly ComponentProcess _process;

    private DevProcess(ComponentProcess process) => _process = process;

    public string Output => _process.Output;

    public int ExitCode => _process.ExitCode;

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public static string Samples => Path.Combine(Repository.Root, "samples", "events.jsonl");

    /// <summary>The environment of a program on a data folder, with the shipped definitions at rest; nothing of the tests' own environment that would change it is left.</summary>
    public static Dictionary<string, string?> Environment(string dataFolder, params (string Name, string? Value)[] more)
    {
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["ACTIVITY_CORE_DATA"] = dataFolder,
            ["ACTIVITY_DEFINITIONS_DIR"] = ShippedDefinitions.AtRest,
            ["EVENT_TYPES_DIR"] = Path.Combine(Repository.Root, "event-types"),
            ["ACTIVITY_CORE_LISTEN"] = null,
            ["DATABASE_URL"] = null,
            ["PGHOST"] = null,
            ["TEMPORAL_ADDRESS"] = null,
            ["ISSUE_SINK_TYPE"] = null,
            // A process that is made to crash leaves no dump behind.
            ["DOTNET_DbgEnableMiniDump"] = "0",
        };
        foreach (var (name, value) in more)
        {
            environment[name] = value;
        }

        return environment;
    }

    /// <summary>Starts it so that it hears Ctrl-C: what a shell runs in its background ignores that, and so do the children.</summary>
    public static DevProcess Start(IReadOnlyDictionary<string, string?> environment, params string[] arguments) =>
        new(ComponentProcess.Start("/usr/bin/env", ["--default-signal=INT", Path.Combine(AppContext.BaseDirectory, "activity-core"), .. arguments], environment, Repository.Root));

    /// <summary>Waits until it says where its pages are.</summary>
    public async Task<Uri> WaitUntilUpAsync()
    {
        var end = System.Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        while (System.Environment.TickCount64 < end)
        {
            // One that takes a feed may be up and at its end by now; what it printed is there when its end was waited for.
            var ended = HasExited && await _process.WaitForExitAsync(Patience);
            if (Pages().Match(Output) is { Success: true } match)
            {
                return new Uri(match.Groups[1].Value);
            }

            Assert.False(ended, $"It ended before it was up:\n{Output}");
            await Task.Delay(50);
        }

        throw new TimeoutException($"It is not up after five minutes:\n{Output}");
    }

    /// <summary>Waits for its end and returns the exit code.</summary>
    public async Task<int> WaitForExitAsync(TimeSpan? limit = null)
    {
        Assert.True(await _process.WaitForExitAsync(limit ?? Patience), $"It does not end:\n{Output}");
        return ExitCode;
    }

    /// <summary>Asks it to stop, as Ctrl-C does.</summary>
    public Task InterruptAsync() => SignalAsync("INT");

    public Task TerminateAsync() => SignalAsync("TERM");

    /// <summary>Ends it as <c>kill -9</c> does.</summary>
    public Task KillAsync() => _process.KillAsync();

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private async Task SignalAsync(string name)
    {
        await using var kill = ComponentProcess.Start("/bin/kill", [$"-{name}", Id.ToString(CultureInfo.InvariantCulture)]);
        Assert.True(await kill.WaitForExitAsync(TimeSpan.FromMinutes(1)));
    }

    [GeneratedRegex(@"pages +(http://\S+)", RegexOptions.NonBacktracking)]
    private static partial Regex Pages();
}
