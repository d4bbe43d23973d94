using System.Collections.Concurrent;
using ActivityCore.Cli.Storage;
using ActivityCore.Sandbox;
using ActivityCore.Sandbox.IssueCore;
using ActivityCore.Storage;
using ActivityCore.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace ActivityCore.Cli.Tests.Dev;

/// <summary>What the tests share that end the process and start it again.</summary>
internal static class Crashes
{
    // An activity that was cut off is given out again when its heartbeat is a minute old.
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Crashes at every point with an event of one task; for each point, how many tasks the receiver has beyond the one.</summary>
    public static async Task<IReadOnlyDictionary<string, int>> AtEveryPointAsync(DedupeRule rule)
    {
        var duplicates = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        await Parallel.ForEachAsync(CrashPoints.All, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (point, cancellation) =>
        {
            using var folder = new TemporaryFolder();
            await using var receiver = await SandboxHost.StartAsync(new SandboxOptions { Dedupe = rule }, cancellation: cancellation);
            var events = folder.File("events.jsonl");
            await File.WriteAllTextAsync(events, Envelopes.UnexpectedService(Guid.NewGuid()), cancellation);
            var environment = Environment(folder, receiver);

            await using (var crashing = DevProcess.Start(
                new Dictionary<string, string?>(environment, StringComparer.Ordinal) { ["ACTIVITY_CORE_CRASH_AT"] = point }, "dev", "--port", "0", "--events", events))
            {
                Assert.NotEqual(0, await crashing.WaitForExitAsync());
                Assert.Contains($"ACTIVITY_CORE_CRASH_AT={point}", crashing.Output, StringComparison.Ordinal);
            }

            // The event is sent again, as a publisher does that got no answer; what was stored is found, not made anew.
            await using var again = DevProcess.Start(environment, "dev", "--port", "0", "--events", events, "--timeout", "5m");
            Assert.True(await again.WaitForExitAsync(Patience) == 0, $"after {point}: {again.Output}");

            Assert.Equal(1, await CheckAuditAsync(folder, expectedRuns: 1));
            Assert.Single(receiver.Issues.Issues.DistinctBy(issue => issue.IdempotencyKey));
            duplicates[point] = receiver.Issues.Issues.Count - 1;
        });
        return duplicates;
    }

    public static Dictionary<string, string?> Environment(TemporaryFolder folder, SandboxHost receiver) => DevProcess.Environment(
        folder.Path, ("ISSUE_SINK_TYPE", "rest"), ("ISSUE_CORE_URL", receiver.Address.ToString()), ("ISSUE_CORE_API_KEY", new SandboxOptions().IssueCoreApiKey));

    /// <summary>Every run is done, and every key is in the audit once, with a reference; returns how many there are.</summary>
    public static async Task<int> CheckAuditAsync(TemporaryFolder folder, int expectedRuns)
    {
        await using var services = new ServiceCollection().AddStorage(new StorageOptions { SqliteFile = folder.File("activity-core.db") }).AddSingleton<AuditReader>().BuildServiceProvider();
        var audit = services.GetRequiredService<AuditReader>();
        var runs = await audit.ListRunsAsync(new RunFilter(), new PageRequest(1000), CancellationToken.None);
        var tasks = await audit.ListTasksAsync(new TaskFilter(), new PageRequest(1000), CancellationToken.None);

        Assert.Equal(expectedRuns, runs.Items.Count);
        Assert.All(runs.Items, run => Assert.True(run.State is RunState.Completed or RunState.NotMatched, $"{run.RunId} is {run.State}"));
        Assert.All(tasks.Items, task => Assert.Equal((TaskState.Created, true), (task.State, task.Reference is not null)));
        Assert.Equal(tasks.Items.Count, tasks.Items.Select(task => task.Key).Distinct(StringComparer.Ordinal).Count());
        return tasks.Items.Count;
    }
}
