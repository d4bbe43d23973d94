using System.Text;
using ActivityCore.Cli.CommandLine;
using ActivityCore.Cli.Tests.Dev;
using ActivityCore.Cli.Tests.Web;

namespace ActivityCore.Cli.Tests.Storage;

public sealed class RetentionCommandTests
{
    private const string Secret = "canary-4711-secret";

    private const string DecidesOnASecret = """
        id: 0d5b6f1c-6a53-4f0e-9d7e-0a4f6d2b7c22
        name: decides-on-a-secret
        owner: tests
        trigger:
          - event: org.statehub.repo.registered
        rules:
          - id: only-with-the-key
            when: event.attributes.api_key == 'canary-4711-secret'
            emit:
              - { title: "Somebody published a key for {{ event.attributes.repo_slug }}", target_repo: "{{ event.attributes.repo_slug }}" }
        """;

    [Fact]
    public async Task Event_WithASecret_IsDecidedOnTheTruthAndShownToNobody()
    {
        using var definitions = new TemporaryFolder();
        await File.WriteAllTextAsync(definitions.File("secret.yaml"), DecidesOnASecret);
        await using var dev = await DevHost.StartAsync(("ACTIVITY_DEFINITIONS_DIR", definitions.Path));
        var (id, runId) = await SendAsync(dev);

        var tasks = await dev.RunAsync("tasks", "list", "-o", "json");
        StringBuilder shown = new();
        foreach (var command in new string[][] { ["events", "show", $"{id:D}"], ["runs", "show", runId], ["tasks", "why", tasks.Json[0].GetProperty("key").GetString()!], ["events", "list", "-o", "json"] })
        {
            shown.Append((await dev.RunAsync(command)).Out);
        }

        foreach (var path in new[] { $"/events/{id:D}", $"/runs/{runId}", "/events" })
        {
            shown.Append(await dev.Client.GetStringAsync(new Uri(path, UriKind.Relative)));
        }

        Assert.Equal("Somebody published a key for ledger-api", tasks.Json[0].GetProperty("title").GetString());
        // The author's own condition is the one place where it may stand: the definition says it in the open.
        Assert.DoesNotContain(Secret, shown.ToString().Replace("event.attributes.api_key == 'canary-4711-secret'", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("[redacted]", shown.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retention_OfWhatHasEnded_SaysSoEverywhereAndKnowsTheEventAgain()
    {
        await using var dev = await DevHost.StartAsync();
        var (id, runId) = await SendAsync(dev);

        var unset = await dev.RunAsync("retention", "run");
        var unsure = await dev.RunAsync("retention", "run", "--older-than", "0s");
        var dry = await dev.RunAsync("retention", "run", "--older-than", "0s", "--dry-run", "-o", "json");
        var done = await dev.RunAsync("retention", "run", "--older-than", "0s", "--yes", "-o", "json");
        var run = await dev.RunAsync("runs", "show", runId);
        var shown = await dev.RunAsync("events", "show", $"{id:D}", "-o", "json");
        var emit = await dev.RunAsync("runs", "emit", runId, "--sink", "null");
        var start = await dev.RunAsync("runs", "start", "repository-onboarding", "--event", $"{id:D}");
        var why = await dev.RunAsync("tasks", "why", (await dev.RunAsync("tasks", "list", "-o", "json")).Json[0].GetProperty("reference").GetString()!);
        await SendAsync(dev, id);

        Assert.Equal(ExitCode.Usage, unset.ExitCode);
        Assert.Contains("PAYLOAD_RETENTION is forever", unset.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, unsure.ExitCode);
        Assert.Contains("1 events, 1 runs", unsure.Error, StringComparison.Ordinal);
        Assert.True(dry.Json.GetProperty("dry_run").GetBoolean());
        Assert.Equal((1, 1), (done.Json.GetProperty("events").GetInt32(), done.Json.GetProperty("runs").GetInt32()));
        Assert.Contains("payload removed by retention on ", run.Out, StringComparison.Ordinal);
        Assert.NotNull(shown.Json.GetProperty("event").GetProperty("payload_removed_at").GetString());
        Assert.Equal(ExitCode.Error, emit.ExitCode);
        Assert.Contains("payload removed by retention on ", emit.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Error, start.ExitCode);
        Assert.Contains("were removed by retention", start.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Ok, why.ExitCode);
        Assert.Equal(0, (await dev.RunAsync("events", "show", $"{id:D}", "-o", "json")).Json.GetProperty("event").GetProperty("conflicts").GetInt32());
        Assert.Equal(1, (await dev.RunAsync("runs", "list", "-o", "json")).Json.GetArrayLength());
        using var page = await dev.Client.GetAsync(new Uri($"/runs/{runId}", UriKind.Relative));
        Assert.True(page.IsSuccessStatusCode);
    }

    private static async Task<(Guid Event, string Run)> SendAsync(DevHost dev, Guid? same = null)
    {
        var id = same ?? Guid.NewGuid();
        var file = dev.Folder.File("event.jsonl");
        await File.WriteAllTextAsync(file, Envelopes.RepoRegistered(id).Replace("\"domain\":", $"\"api_key\":\"{Secret}\",\"domain\":", StringComparison.Ordinal));
        var sent = await dev.RunAsync("events", "send", file);
        Assert.True(sent.ExitCode == ExitCode.Ok, sent.Error);
        return (id, await PageTests.WaitForRunAsync(dev, id));
    }
}
