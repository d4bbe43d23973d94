using ActivityCore.Cli.CommandLine;
using ActivityCore.Cli.Tests.Dev;
using ActivityCore.Sandbox;

namespace ActivityCore.Cli.Tests.Runs;

public sealed class ReadCommandTests
{
    [Theory]
    [InlineData("events", "list")]
    [InlineData("runs", "list")]
    [InlineData("tasks", "list")]
    [InlineData("dlq", "list")]
    public async Task List_NothingHasRun_SaysWhatToDo(params string[] command)
    {
        using var folder = new TemporaryFolder();

        var run = await CliRun.Async(DevProcess.Environment(folder.Path), command);

        Assert.Equal(ExitCode.Error, run.ExitCode);
        Assert.Contains("activity-core dev", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_DatabaseUnreachable_EndsWithFive()
    {
        using var folder = new TemporaryFolder();
        var environment = DevProcess.Environment(folder.Path, ("DATABASE_URL", $"postgres://user:hidden-word@127.0.0.1:{RealComponents.LoopbackPort.Free()}/none"));

        var run = await CliRun.Async(environment, "runs", "list");

        Assert.True(run.ExitCode == ExitCode.Unreachable, run.Error);
        Assert.DoesNotContain("hidden-word", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commands_WhileDevRunsAndAfterItHasEnded_AnswerTheSame()
    {
        await using var dev = await DevHost.StartAsync();
        var id = Guid.NewGuid();
        var file = dev.Folder.File("event.jsonl");
        await File.WriteAllTextAsync(file, Envelopes.RepoRegistered(id));

        var sent = await dev.RunAsync("events", "send", file, "-o", "json");
        var again = await dev.RunAsync("events", "send", file, "-o", "json");
        var during = await WaitForRunAsync(dev, id);
        await dev.StopAsync();
        var after = await dev.RunAsync("events", "show", id.ToString("D"), "-o", "json");

        Assert.Equal("accepted", sent.Json[0].GetProperty("result").GetString());
        Assert.Equal("duplicate", again.Json[0].GetProperty("result").GetString());
        Assert.Equal(during.Out, after.Out);
        var run = after.Json.GetProperty("runs")[0];
        Assert.Equal(("completed", 1, 1, 2), (
            run.GetProperty("state").GetString(), run.GetProperty("matched").GetInt32(), run.GetProperty("missed").GetInt32(), run.GetProperty("tasks").GetInt32()));

        var show = await dev.RunAsync("runs", "show", run.GetProperty("run_id").GetString()!);
        Assert.Contains("threat-model-for-payments: Not matched: `event.attributes.domain == 'payments'` is false (event.attributes.domain = \"people\").", show.Out, StringComparison.Ordinal);

        var tasks = await dev.RunAsync("tasks", "list", "-o", "json");
        var why = await dev.RunAsync("tasks", "why", tasks.Json[0].GetProperty("reference").GetString()!);
        Assert.Equal(ExitCode.Ok, why.ExitCode);
        foreach (var part in new[] { id.ToString("D"), "repository-onboarding", run.GetProperty("definition_hash").GetString()!, "set-up-repository", "event.attributes.repo_slug != ''", "\"ledger-api\"", run.GetProperty("run_id").GetString()!, "null" })
        {
            Assert.Contains(part, why.Out, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("runs", "show", "act-none")]
    [InlineData("tasks", "why", "null-none")]
    [InlineData("events", "show", "00000000-0000-0000-0000-000000000001")]
    [InlineData("dlq", "show", "none")]
    [InlineData("runs", "emit", "act-none")]
    public async Task Show_WhatIsNotThere_EndsWithOneAndSaysWhereToLook(params string[] command)
    {
        await using var dev = await DevHost.StartAsync();

        var run = await dev.RunAsync(command);

        Assert.Equal(ExitCode.Error, run.ExitCode);
        Assert.Contains("list", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Out);
    }

    [Fact]
    public async Task Emit_DryRunToRest_SendsEachTaskLiveOnce()
    {
        await using var dev = await DevHost.StartAsync();
        await using var receiver = await SandboxHost.StartAsync();
        var id = Guid.NewGuid();
        var file = dev.Folder.File("event.jsonl");
        await File.WriteAllTextAsync(file, Envelopes.RepoRegistered(id));
        await dev.RunAsync("events", "send", file);
        var runId = (await WaitForRunAsync(dev, id)).Json.GetProperty("runs")[0].GetProperty("run_id").GetString()!;
        var live = new Dictionary<string, string?>(dev.Environment, StringComparer.Ordinal)
        {
            ["ISSUE_CORE_URL"] = receiver.Address.ToString(),
            ["ISSUE_CORE_API_KEY"] = new SandboxOptions().IssueCoreApiKey,
        };

        var first = await CliRun.Async(live, "runs", "emit", runId, "--sink", "rest", "-o", "json");
        var second = await CliRun.Async(live, "runs", "emit", runId, "--sink", "rest", "-o", "json");

        Assert.True(first.ExitCode == ExitCode.Ok, first.Error);
        Assert.Equal(["created", "created"], first.Json.EnumerateArray().Select(task => task.GetProperty("state").GetString()));
        Assert.Equal(first.Json.EnumerateArray().Select(task => task.GetProperty("reference").GetString()), second.Json.EnumerateArray().Select(task => task.GetProperty("reference").GetString()));
        Assert.Equal(2, receiver.Issues.Issues.Count);
        Assert.Equal(0, receiver.Issues.Dropped);
    }

    [Fact]
    public async Task Send_NobodyListens_EndsWithFive()
    {
        using var folder = new TemporaryFolder();
        var environment = DevProcess.Environment(folder.Path, ("ACTIVITY_CORE_LISTEN", $"http://127.0.0.1:{RealComponents.LoopbackPort.Free()}"));

        var run = await CliRun.Async(environment, "events", "send", DevProcess.Samples);

        Assert.Equal(ExitCode.Unreachable, run.ExitCode);
        Assert.Contains("--address", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_ByHand_IsARunWithoutAnEvent_AndTheSameRequestIsTheSameRun()
    {
        await using var dev = await DevHost.StartAsync();

        var first = await dev.RunAsync("runs", "start", "weekly-sbom-staleness", "--request-id", "by-hand", "-o", "json");
        var again = await dev.RunAsync("runs", "start", "weekly-sbom-staleness", "--request-id", "by-hand", "-o", "json");

        Assert.True(first.ExitCode == ExitCode.Ok, first.Error);
        Assert.Equal("manual:by-hand", first.Json.GetProperty("occurrence").GetString());
        Assert.Equal(first.Json.GetProperty("run_id").GetString(), again.Json.GetProperty("run_id").GetString());
    }

    [Fact]
    public async Task Show_RunThatARuleFailed_OffersNoDeadLettersAndAnAmbiguousIdNamesItsRuns()
    {
        using var definitions = new TemporaryFolder();
        await File.WriteAllTextAsync(definitions.File("wrong.yaml"), """
            id: 5f0f7f0e-6b4e-4f55-9a54-0c6f7a1f1a13
            name: wrong
            owner: team
            trigger: [{ event: org.statehub.repo.registered }]
            rules:
              - id: one
                when: event.attributes.repo_slug > 3
                emit: [{ title: t, target_repo: r }]
            """);
        await using var dev = await DevHost.StartAsync(("ACTIVITY_DEFINITIONS_DIR", definitions.Path));
        List<string> runs = [];
        foreach (var id in new[] { Guid.NewGuid(), Guid.NewGuid() })
        {
            var file = dev.Folder.File("event.jsonl");
            await File.WriteAllTextAsync(file, Envelopes.RepoRegistered(id));
            var sent = await dev.RunAsync("events", "send", file);
            Assert.True(sent.ExitCode == ExitCode.Ok, sent.Error);
            runs.Add((await WaitForRunAsync(dev, id)).Json.GetProperty("runs")[0].GetProperty("run_id").GetString()!);
        }

        var shown = await dev.RunAsync("runs", "show", runs[0]);
        var ambiguous = await dev.RunAsync("runs", "show", "act-");

        Assert.Contains("`activity-core runs start wrong --event ", shown.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("dlq", shown.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Error, ambiguous.ExitCode);
        Assert.All(runs, run => Assert.Contains(run, ambiguous.Error, StringComparison.Ordinal));
    }

    private static async Task<CliRun> WaitForRunAsync(DevHost dev, Guid id)
    {
        // The run may be done before the event that it is of is marked.
        for (var attempt = 0; attempt < 2400; attempt++)
        {
            var shown = await dev.RunAsync("events", "show", id.ToString("D"), "-o", "json");
            if (shown.Json.GetProperty("event").GetProperty("state").GetString() is "routed"
                && shown.Json.GetProperty("runs").EnumerateArray().Any(run => run.GetProperty("state").GetString() is "completed" or "failed"))
            {
                return shown;
            }

            await Task.Delay(50);
        }

        throw new TimeoutException($"The run of {id} does not finish.");
    }
}
