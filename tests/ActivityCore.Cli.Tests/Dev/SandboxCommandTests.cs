using System.Text.RegularExpressions;
using ActivityCore.Cli.CommandLine;
using RealComponents;

namespace ActivityCore.Cli.Tests.Dev;

/// <summary><c>activity-core sandbox</c> as a process of its own.</summary>
public sealed partial class SandboxCommandTests
{
    [Fact]
    public async Task Sandbox_SettingsThatItPrints_LeadToNeighboursOnWhichTheSmokePasses()
    {
        await using var sandbox = DevProcess.Start(new Dictionary<string, string?>(StringComparer.Ordinal), "sandbox", "--port", "0");
        var printed = await SettingsAsync(sandbox);
        var environment = new Dictionary<string, string?>(printed, StringComparer.Ordinal) { ["EVENT_TYPES_DIR"] = Path.Combine(Repository.Root, "event-types") };

        var smoke = await CliRun.Async(environment, "evidence", "smoke");

        Assert.Equal(["INTER_HUB_URL", "ISSUE_CORE_API_KEY", "ISSUE_CORE_URL", "OPS_HUB_KEY", "OPS_HUB_WIDGET_MAPPING", "STATE_HUB_URL"], printed.Keys.Order(StringComparer.Ordinal));
        Assert.True((smoke.ExitCode, smoke.Error.Trim()) == (ExitCode.Ok, "The smoke passed."), $"{smoke.Out}{smoke.Error}");
        await sandbox.TerminateAsync();
        Assert.Equal(ExitCode.Ok, await sandbox.WaitForExitAsync());
    }

    [Fact]
    public async Task Sandbox_NatsWithoutItsAddress_DoesNotStart()
    {
        var run = await CliRun.Async("sandbox", "--port", "0", "--nats");

        Assert.Equal((ExitCode.Usage, ""), (run.ExitCode, run.Out));
        Assert.StartsWith("NATS_URL is not set.", run.Error, StringComparison.Ordinal);
    }

    private static async Task<Dictionary<string, string?>> SettingsAsync(DevProcess sandbox)
    {
        for (var attempt = 0; attempt < 6000; attempt++)
        {
            if (sandbox.Output.Contains("OPS_HUB_WIDGET_MAPPING='", StringComparison.Ordinal) && sandbox.Output.TrimEnd().EndsWith('\''))
            {
                return Setting().Matches(sandbox.Output).ToDictionary(match => match.Groups[1].Value, match => (string?)match.Groups[2].Value.Trim('\''), StringComparer.Ordinal);
            }

            Assert.False(sandbox.HasExited, sandbox.Output);
            await Task.Delay(50);
        }

        throw new TimeoutException($"It is not up after five minutes:\n{sandbox.Output}");
    }

    [GeneratedRegex(@" ([A-Z_]+)=(\S+)", RegexOptions.NonBacktracking)]
    private static partial Regex Setting();
}
