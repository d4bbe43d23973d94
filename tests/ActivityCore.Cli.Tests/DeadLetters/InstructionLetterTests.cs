using ActivityCore.Cli.CommandLine;
using ActivityCore.Cli.Tests.Dev;
using ActivityCore.Cli.Tests.Web;

namespace ActivityCore.Cli.Tests.DeadLetters;

/// <summary>A failed instruction is not done again by itself; whoever finds it is told what can be done instead.</summary>
public sealed class InstructionLetterTests
{
    [Fact]
    public async Task FailedInstruction_EverywhereItIsShown_SaysWhatCanBeDone()
    {
        using var definitions = new TemporaryFolder();
        await File.WriteAllTextAsync(definitions.File("fails.yaml"), """
            id: 3b0c1a52-6f0e-4f7d-8f53-9f0a4d1f7c31
            name: fails
            owner: test
            trigger:
              - event: org.statehub.repo.registered
            instructions:
              - id: act
                shell: { command: not-allowed-here }
            rules:
              - id: ask
                emit:
                  - { title: Look at it, target_repo: demo }
            """);
        await using var dev = await DevHost.StartAsync(("ACTIVITY_DEFINITIONS_DIR", definitions.Path));
        var id = Guid.NewGuid();
        var file = dev.Folder.File("event.jsonl");
        await File.WriteAllTextAsync(file, Envelopes.RepoRegistered(id));
        await dev.RunAsync("events", "send", file);
        var run = await PageTests.WaitForRunAsync(dev, id);

        var shown = await dev.RunAsync("runs", "show", run);
        var letters = await dev.RunAsync("dlq", "list", "--source", run, "-o", "json");
        var letter = Assert.Single(letters.Json.EnumerateArray()).GetProperty("id").GetString()!;
        var dry = await dev.RunAsync("dlq", "replay", letter, "--dry-run", "-o", "json");
        var tried = await dev.RunAsync("dlq", "replay", letter, "-o", "json");
        var page = await PageAsync(dev, $"/dead-letters/{letter}");
        var runPage = await PageAsync(dev, $"/runs/{run}");
        var others = await dev.RunAsync("dlq", "list", "--source", "act-none", "-o", "json");
        var again = await dev.RunAsync("runs", "start", "fails", "--event", $"{id:D}", "-o", "json");

        Assert.Contains($"`activity-core runs start fails --event {id:D}` starts another run", shown.Out, StringComparison.Ordinal);
        Assert.Contains($"`activity-core runs emit {run}` sends the tasks", shown.Out, StringComparison.Ordinal);
        Assert.Contains($"`activity-core dlq list --source {run}`", shown.Out, StringComparison.Ordinal);
        Assert.All([dry, tried], answer => Assert.Equal((ExitCode.Error, "impossible"), (answer.ExitCode, answer.Json[0].GetProperty("result").GetString())));
        Assert.DoesNotContain("dlq replay", page, StringComparison.Ordinal);
        Assert.Contains($"dlq drop {letter}", page, StringComparison.Ordinal);
        Assert.Contains($"<code>activity-core runs start fails --event {id:D}</code>", runPage, StringComparison.Ordinal);
        Assert.Empty(others.Json.EnumerateArray());
        Assert.Equal(ExitCode.Ok, again.ExitCode);
        Assert.NotEqual(run, again.Json.GetProperty("run_id").GetString());
    }

    private static async Task<string> PageAsync(DevHost dev, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Accept", "text/html" } } };
        using var answer = await dev.Client.SendAsync(request);
        return await answer.Content.ReadAsStringAsync();
    }
}
