using System.Collections.Concurrent;
using ActivityCore.Instructions;
using ActivityCore.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace ActivityCore.Cli.Tests.Dev;

/// <summary>The process is ended around an instruction and started again: the run finishes, and what was done twice is exactly what the documentation says.</summary>
public sealed class InstructionCrashTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Crash_AroundACommand_IsRepeatedInOneWindowOnly()
    {
        var done = await CrashAtEveryPointAsync("");

        Assert.Equal([CrashPoints.AfterInstructionBeforeRecord], done.Where(result => result.Value.Done == 2).Select(result => result.Key));
        Assert.All(done.Values, result => Assert.Equal((InstructionState.Succeeded, 1), (result.Record.State, result.Tasks)));
    }

    [Fact]
    public async Task Crash_AroundACommandToBeDoneAtMostOnce_IsNeverRepeated()
    {
        var done = await CrashAtEveryPointAsync(", at_most_once: true, on_error: skip_instruction");

        Assert.Equal((0, InstructionState.Failed), (done[CrashPoints.AfterInstructionStarted].Done, done[CrashPoints.AfterInstructionStarted].Record.State));
        Assert.Equal((1, InstructionState.Failed), (done[CrashPoints.AfterInstructionBeforeRecord].Done, done[CrashPoints.AfterInstructionBeforeRecord].Record.State));
        Assert.Equal((1, InstructionState.Succeeded), (done[CrashPoints.AfterInstructionRecorded].Done, done[CrashPoints.AfterInstructionRecorded].Record.State));
    }

    /// <summary>For each point: how often the command ran, what is recorded of it, and how many tasks the run has.</summary>
    private static async Task<IReadOnlyDictionary<string, (int Done, InstructionRecord Record, int Tasks)>> CrashAtEveryPointAsync(string more)
    {
        var results = new ConcurrentDictionary<string, (int, InstructionRecord, int)>(StringComparer.Ordinal);
        await Parallel.ForEachAsync(CrashPoints.OfInstructions, new ParallelOptions { MaxDegreeOfParallelism = CrashPoints.OfInstructions.Count }, async (point, cancellation) =>
        {
            using var folder = new TemporaryFolder();
            var marks = folder.File("marks");
            var definitions = Directory.CreateDirectory(folder.File("definitions")).FullName;
            await File.WriteAllTextAsync(Path.Combine(definitions, "mark.yaml"), $$$"""
                id: 5f0f7f0e-6b4e-4f55-9a54-0c6f7a1f1a11
                name: mark
                owner: tests
                trigger: [{ event: ops-inventory-drift }]
                instructions:
                  - { id: mark, returns: tasks, shell: { command: mark, args: ["{{ event.id }}"] }{{{more}}} }
                """, cancellation);
            var allow = folder.File("allow.yaml");
            await File.WriteAllTextAsync(allow, $$"""
                commands:
                  mark: { run: [/bin/sh, -c, 'echo "$1" >> "$0"; echo "[{\"title\":\"T\",\"target_repo\":\"r\"}]"', "{{marks}}"] }
                """, cancellation);
            var events = folder.File("events.jsonl");
            await File.WriteAllTextAsync(events, Envelopes.UnexpectedService(Guid.NewGuid()), cancellation);
            var environment = DevProcess.Environment(folder.File("data"), ("ACTIVITY_DEFINITIONS_DIR", definitions), ("ACTIVITY_SHELL_ALLOW", allow));

            await using (var crashing = DevProcess.Start(
                new Dictionary<string, string?>(environment, StringComparer.Ordinal) { ["ACTIVITY_CORE_CRASH_AT"] = point }, "dev", "--port", "0", "--events", events))
            {
                Assert.NotEqual(0, await crashing.WaitForExitAsync());
                Assert.Contains($"ACTIVITY_CORE_CRASH_AT={point}", crashing.Output, StringComparison.Ordinal);
            }

            await using var again = DevProcess.Start(environment, "dev", "--port", "0", "--events", events, "--timeout", "5m");
            Assert.True(await again.WaitForExitAsync(Patience) == 0, $"after {point}: {again.Output}");

            await using var services = new ServiceCollection().AddStorage(new StorageOptions { SqliteFile = folder.File("data/activity-core.db") }).BuildServiceProvider();
            var run = Assert.Single((await services.GetRequiredService<IRunLog>().ListAsync(new RunFilter(), new PageRequest(10), cancellation)).Items);
            Assert.Equal(RunState.Completed, run.State);
            var record = Assert.Single(await services.GetRequiredService<IInstructionLog>().ListAsync(run.RunId, cancellation));
            results[point] = (File.Exists(marks) ? (await File.ReadAllLinesAsync(marks, cancellation)).Length : 0, record, run.Tasks);
        });
        return results;
    }
}
