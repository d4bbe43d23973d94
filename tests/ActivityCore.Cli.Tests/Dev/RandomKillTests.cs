using ActivityCore.Sandbox;
using ActivityCore.Sandbox.IssueCore;

namespace ActivityCore.Cli.Tests.Dev;

/// <summary>The process is ended at any time, several times: every run finishes, and every task is in the audit once.</summary>
public sealed class RandomKillTests
{
    [Fact]
    public Task Kill_AtRandomTimes_EveryRunFinishesAndEveryKeyHasOneTask() => Task.WhenAll(KillAsync(seed: 11), KillAsync(seed: 23));

    private static async Task KillAsync(int seed)
    {
        var random = new Random(seed);
        using var folder = new TemporaryFolder();
        await using var receiver = await SandboxHost.StartAsync(new SandboxOptions { Dedupe = DedupeRule.IdempotencyKey });
        var environment = Crashes.Environment(folder, receiver);
        for (var kill = 0; kill < 3; kill++)
        {
            await using var dev = DevProcess.Start(environment, "dev", "--port", "0", "--events", DevProcess.Samples);
            await dev.WaitUntilUpAsync();
            await Task.Delay(random.Next(0, 900));
            await dev.KillAsync();
        }

        await using var last = DevProcess.Start(environment, "dev", "--port", "0", "--events", DevProcess.Samples, "--timeout", "5m");
        Assert.True(await last.WaitForExitAsync(Crashes.Patience) == 0, last.Output);

        Assert.Equal(10, await Crashes.CheckAuditAsync(folder, expectedRuns: 6));
        Assert.Equal(10, receiver.Issues.Issues.Count);
        Assert.Equal(10, receiver.Issues.Issues.DistinctBy(issue => issue.IdempotencyKey).Count());
    }
}
