using System.Globalization;
using System.Text.RegularExpressions;
using RealComponents;

namespace ActivityCore.Demo;

/// <summary>One part of the program as a process of its own, as in production.</summary>
internal sealed partial class Role : IAsyncDisposable
{
    private readonly ComponentProcess _process;

    private Role(ComponentProcess process, Uri address)
    {
        _process = process;
        Address = address;
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Starts it and waits until it says that it is up.</summary>
    public static async Task<Role> StartAsync(string role, IReadOnlyDictionary<string, string?> environment, CancellationToken cancel)
    {
        var process = ComponentProcess.Start(Stage.Program, ["run", "--role", role], environment);
        try
        {
            Match up = Match.Empty;
            await Wait.UntilAsync($"{role} says that it is up", () =>
            {
                MissionException.ThrowUnless(!process.HasExited, $"{role} ended before it was up:\n{process.Output}");
                return Task.FromResult((up = Up().Match(process.Output)).Success);
            }, cancel);
            return new(process, new Uri(up.Groups[1].Value));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asks it to end, lets what is under way finish, and waits.</summary>
    public async Task StopAsync()
    {
        await using var kill = ComponentProcess.Start("/bin/kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(TimeSpan.FromMinutes(1));
        MissionException.ThrowUnless(await _process.WaitForExitAsync(TimeSpan.FromMinutes(3)) && _process.ExitCode == 0, $"it did not end in order:\n{_process.Output}");
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    [GeneratedRegex(@"run --role \w+ is up: (http://\S+)", RegexOptions.NonBacktracking)]
    private static partial Regex Up();
}
