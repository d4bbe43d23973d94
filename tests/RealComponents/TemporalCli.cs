using System.Text.Json;

namespace RealComponents;

/// <summary>The official command line program, pointed at a service.</summary>
public sealed class TemporalCli : IDisposable
{
    private readonly string _program = TemporalTools.Require("temporal");
    private readonly string _home = Directory.CreateTempSubdirectory("temporal-cli-").FullName;
    private readonly string _target;

    /// <summary>For the service at HOST:PORT; skips the test by name when the program is not there.</summary>
    public TemporalCli(string target) => _target = target;

    /// <summary>Runs a command to its end, whatever it comes to.</summary>
    public async Task<TemporalCliAnswer> RunAsync(params string[] command)
    {
        // A home of its own: no profile of this machine changes what is sent.
        await using var process = ComponentProcess.Start(
            _program, [.. command, "--address", _target, "--color", "never"], new Dictionary<string, string?>(StringComparer.Ordinal) { ["HOME"] = _home });
        if (!await process.WaitForExitAsync(TimeSpan.FromMinutes(3)))
        {
            throw new TimeoutException($"temporal {string.Join(' ', command)} does not end:\n{process.Output}");
        }

        return new(string.Join(' ', command), process.ExitCode, process.Output);
    }

    /// <summary>Runs a command that must succeed, and reads its JSON.</summary>
    public async Task<JsonElement> JsonAsync(params string[] command) => (await RunAsync([.. command, "-o", "json"])).Json;

    /// <summary>Runs a command that must succeed, and returns what it printed.</summary>
    public async Task<string> TextAsync(params string[] command)
    {
        var answer = await RunAsync(command);
        answer.ThrowUnlessSuccessful();
        return answer.Output;
    }

    public void Dispose() => Directory.Delete(_home, recursive: true);
}
