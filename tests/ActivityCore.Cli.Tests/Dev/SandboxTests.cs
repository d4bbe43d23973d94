using System.Text.Json;
using ActivityCore.Cli.CommandLine;
using ActivityCore.Sandbox;

namespace ActivityCore.Cli.Tests.Dev;

/// <summary>The stand-ins that <c>dev</c> brings for neighbours without an address.</summary>
public sealed class SandboxTests
{
    [Fact]
    public async Task Dev_WithoutAddresses_RunsTheWeeklyDefinitionOnSampleRepositories()
    {
        await using var dev = await DevHost.StartAsync();

        var tasks = await RunWeeklyAsync(dev, 3);

        Assert.Equal(["ledger-api", "issue-core", "ops-inventory"], tasks.Reverse().Select(task => task.GetProperty("target_repo").GetString()));
        Assert.All(tasks, task => Assert.StartsWith("null-", task.GetProperty("reference").GetString(), StringComparison.Ordinal));
        Assert.Empty((await IssuesAsync(dev)).EnumerateArray());
    }

    [Fact]
    public async Task Dev_SinkRest_SendsTasksToTheSandboxWhichKeepsThemOverARestart()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("event.jsonl");
        await File.WriteAllTextAsync(file, Envelopes.RepoRegistered(Guid.NewGuid()));
        string[] first = ["dev", "--sink", "rest", "--port", "0", "--events", file, "-o", "json"];

        await using var one = DevProcess.Start(DevProcess.Environment(folder.Path), first);
        Assert.True(await one.WaitForExitAsync() == ExitCode.Ok, one.Output);
        await using var dev = await DevHost.StartAsync(("ACTIVITY_CORE_DATA", folder.Path));
        var issues = await IssuesAsync(dev);
        var why = await dev.RunAsync("tasks", "why", "ISSUE-1", "-o", "json");

        Assert.Equal(["ISSUE-1", "ISSUE-2"], issues.EnumerateArray().Select(issue => issue.GetProperty("issue_id").GetString()));
        Assert.Equal(
            issues[0].GetProperty("idempotency_key").GetString(), Assert.Single(why.Json.EnumerateArray()).GetProperty("task").GetProperty("key").GetString());
    }

    [Fact]
    public async Task Dev_RealAddress_IsUsedAndTheStandInIsNot()
    {
        await using var neighbours = await SandboxHost.StartAsync();
        neighbours.StateHub.Register(JsonElement.Parse("""{"slug":"real","archived":false,"last_sbom_at":"2020-01-01T00:00:00Z"}"""));
        await using var dev = await DevHost.StartAsync(
            ("STATE_HUB_URL", neighbours.Address.ToString()),
            ("ISSUE_SINK_TYPE", "rest"),
            ("ISSUE_CORE_URL", neighbours.Address.ToString()),
            ("ISSUE_CORE_API_KEY", new SandboxOptions().IssueCoreApiKey));

        await RunWeeklyAsync(dev, 1);

        Assert.Equal("real", Assert.Single(neighbours.Issues.Issues).Task.TargetRepo);
    }

    [Fact]
    public async Task Dev_Pages_LinkToWhatArrived()
    {
        await using var dev = await DevHost.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { { "Accept", "text/html" } } };
        using var home = await dev.Client.SendAsync(request);

        var page = await dev.Client.GetStringAsync(new Uri("/sandbox/", UriKind.Relative));

        Assert.Contains("href=\"/sandbox/\"", await home.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("issue-core: issues", page, StringComparison.Ordinal);
        Assert.Contains("ops-inventory", page, StringComparison.Ordinal);
    }

    private static async Task<JsonElement> IssuesAsync(DevHost dev)
    {
        using var issues = JsonDocument.Parse(await dev.Client.GetStringAsync(new Uri("/sandbox/issues/", UriKind.Relative)));
        return issues.RootElement.Clone();
    }

    /// <summary>Starts the definition by hand and waits for its tasks.</summary>
    private static async Task<IReadOnlyList<JsonElement>> RunWeeklyAsync(DevHost dev, int count)
    {
        var started = await dev.RunAsync("runs", "start", "weekly-sbom-staleness");
        Assert.True(started.ExitCode == ExitCode.Ok, started.Error);
        for (var attempt = 0; attempt < 2400; attempt++)
        {
            var tasks = (await dev.RunAsync("tasks", "list", "-o", "json")).Json;
            if (tasks.GetArrayLength() == count && tasks.EnumerateArray().All(task => task.GetProperty("state").GetString() is not "pending"))
            {
                return [.. tasks.EnumerateArray()];
            }

            await Task.Delay(50);
        }

        throw new TimeoutException($"There are no {count} tasks after two minutes: {(await dev.RunAsync("runs", "list")).Out}");
    }
}
