using ActivityCore.Cli.CommandLine;
using ActivityCore.Cli.Tests.Dev;

namespace ActivityCore.Cli.Tests.Runs;

public sealed class ParkedCommandTests
{
    private const string TwoTasksWhereOneIsAllowed = """
        id: 0d5b6f1c-6a53-4f0e-9d7e-0a4f6d2b7c11
        name: too-many
        owner: tests
        trigger:
          - event: org.statehub.repo.registered
        limits: { max_tasks_per_run: 1 }
        rules:
          - id: both
            when: event.attributes.repo_slug != ''
            emit:
              - { title: "First for {{ event.attributes.repo_slug }}", target_repo: "{{ event.attributes.repo_slug }}" }
              - { title: "Second for {{ event.attributes.repo_slug }}", target_repo: "{{ event.attributes.repo_slug }}" }
        """;

    [Fact]
    public async Task Release_ParkedRun_MakesAllItsTasks()
    {
        using var definitions = Definitions();
        await using var dev = await DevHost.StartAsync(("ACTIVITY_DEFINITIONS_DIR", definitions.Path));
        var runId = await ParkAsync(dev, Guid.NewGuid());

        var listed = await dev.RunAsync("parked", "list");
        var shown = await dev.RunAsync("runs", "show", runId);
        var released = await dev.RunAsync("parked", "release", runId[..^4], "-o", "json");
        await WaitForStateAsync(dev, runId, "completed");
        var again = await dev.RunAsync("parked", "release", runId);

        Assert.Contains("Second for ", shown.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("finished:", shown.Out, StringComparison.Ordinal);
        Assert.Contains("too-many", listed.Out, StringComparison.Ordinal);
        Assert.Contains("limits.max_tasks_per_run is 1", listed.Out, StringComparison.Ordinal);
        Assert.True(released.ExitCode == ExitCode.Ok, released.Error);
        Assert.Equal((runId, "release"), (released.Json.GetProperty("run_id").GetString(), released.Json.GetProperty("told").GetString()));
        Assert.Equal(2, (await dev.RunAsync("tasks", "list", "-o", "json")).Json.GetArrayLength());
        Assert.Equal(ExitCode.Error, again.ExitCode);
        Assert.Contains($"The run {runId} is completed, not parked.", again.Error, StringComparison.Ordinal);
        Assert.Equal("[]", (await dev.RunAsync("parked", "list", "-o", "json")).Out.Trim());
    }

    [Fact]
    public async Task Drop_ParkedRun_EndsItWithTheReasonAndWithoutTasks()
    {
        using var definitions = Definitions();
        await using var dev = await DevHost.StartAsync(("ACTIVITY_DEFINITIONS_DIR", definitions.Path));
        var runId = await ParkAsync(dev, Guid.NewGuid());

        var silent = await dev.RunAsync("parked", "drop", runId, "--reason", " ");
        var dropped = await dev.RunAsync("parked", "drop", runId, "--reason", "a test flood");
        await WaitForStateAsync(dev, runId, "dropped");

        Assert.Equal(ExitCode.Usage, silent.ExitCode);
        Assert.True(dropped.ExitCode == ExitCode.Ok, dropped.Error);
        Assert.Contains("a test flood", (await dev.RunAsync("runs", "show", runId)).Out, StringComparison.Ordinal);
        Assert.Empty((await dev.RunAsync("tasks", "list", "-o", "json")).Json.EnumerateArray());
    }

    [Fact]
    public async Task HourlyLimit_SecondEventOfTheHour_IsParkedAndCanBeReleased()
    {
        using var definitions = new TemporaryFolder();
        await File.WriteAllTextAsync(definitions.File("bounded.yaml"), TwoTasksWhereOneIsAllowed.Replace("max_tasks_per_run: 1", "max_tasks_per_hour: 3", StringComparison.Ordinal));
        await using var dev = await DevHost.StartAsync(("ACTIVITY_DEFINITIONS_DIR", definitions.Path));
        var first = Guid.NewGuid();
        var file = dev.Folder.File("first.jsonl");
        await File.WriteAllTextAsync(file, Envelopes.RepoRegistered(first));
        await dev.RunAsync("events", "send", file);
        await Web.PageTests.WaitForRunAsync(dev, first);

        var runId = await ParkAsync(dev, Guid.NewGuid());
        var listed = await dev.RunAsync("parked", "list");
        await dev.RunAsync("parked", "release", runId);
        await WaitForStateAsync(dev, runId, "completed");

        Assert.Contains("2 were asked for within the last hour, and limits.max_tasks_per_hour is 3", listed.Out, StringComparison.Ordinal);
        Assert.Equal(4, (await dev.RunAsync("tasks", "list", "-o", "json")).Json.GetArrayLength());
    }

    [Theory]
    [InlineData("parked", "release", "act-none")]
    [InlineData("parked", "drop", "act-none", "--reason", "none")]
    public async Task Tell_RunThatIsNotThere_EndsWithOneAndSaysWhereToLook(params string[] command)
    {
        await using var dev = await DevHost.StartAsync();

        var run = await dev.RunAsync(command);

        Assert.Equal(ExitCode.Error, run.ExitCode);
        Assert.Contains("There is no run act-none", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Out);
    }

    [Fact]
    public async Task Start_OnAnEventThatCameInBefore_SeesIt()
    {
        using var definitions = Definitions();
        await using var dev = await DevHost.StartAsync(("ACTIVITY_DEFINITIONS_DIR", definitions.Path));
        var id = Guid.NewGuid();
        await ParkAsync(dev, id);

        var started = await dev.RunAsync("runs", "start", "too-many", "--event", id.ToString("D"), "-o", "json");
        var unknown = await dev.RunAsync("runs", "start", "too-many", "--event", Guid.NewGuid().ToString("D"));
        var malformed = await dev.RunAsync("runs", "start", "too-many", "--event", "yesterday");

        Assert.True(started.ExitCode == ExitCode.Ok, started.Error);
        Assert.Equal("org.statehub.repo.registered", started.Json.GetProperty("event_type").GetString());
        await WaitForStateAsync(dev, started.Json.GetProperty("run_id").GetString()!, "parked");
        Assert.Equal(ExitCode.Error, unknown.ExitCode);
        Assert.Contains("There is no event", unknown.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, malformed.ExitCode);
    }

    private static TemporaryFolder Definitions()
    {
        var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("too-many.yaml"), TwoTasksWhereOneIsAllowed);
        return folder;
    }

    /// <summary>Sends the event and waits until its run is parked; returns the run's id.</summary>
    private static async Task<string> ParkAsync(DevHost dev, Guid eventId)
    {
        var file = dev.Folder.File("event.jsonl");
        await File.WriteAllTextAsync(file, Envelopes.RepoRegistered(eventId));
        var sent = await dev.RunAsync("events", "send", file);
        Assert.True(sent.ExitCode == ExitCode.Ok, sent.Error);
        for (var attempt = 0; attempt < 2400; attempt++)
        {
            var parked = await dev.RunAsync("parked", "list", "-o", "json");
            if (parked.Json.GetArrayLength() > 0)
            {
                return parked.Json[0].GetProperty("run_id").GetString()!;
            }

            await Task.Delay(50);
        }

        throw new TimeoutException("The run is not parked after two minutes.");
    }

    private static async Task WaitForStateAsync(DevHost dev, string runId, string state)
    {
        for (var attempt = 0; attempt < 2400; attempt++)
        {
            var shown = await dev.RunAsync("runs", "show", runId, "-o", "json");
            if (shown.Json.GetProperty("run").GetProperty("state").GetString() == state)
            {
                return;
            }

            await Task.Delay(50);
        }

        throw new TimeoutException($"The run is not {state} after two minutes.");
    }
}
