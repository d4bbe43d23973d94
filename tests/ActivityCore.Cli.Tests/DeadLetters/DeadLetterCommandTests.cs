using System.Net;
using ActivityCore.Cli.CommandLine;
using ActivityCore.Cli.Tests.Dev;
using ActivityCore.Cli.Tests.Web;
using ActivityCore.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace ActivityCore.Cli.Tests.DeadLetters;

public sealed class DeadLetterCommandTests
{
    [Fact]
    public async Task Replay_MendedEvent_IsRoutedAndMakesItsTasks()
    {
        await using var dev = await DevHost.StartAsync();
        await AddAsync(dev, "{\"id\": \"no uuid\"}");
        var id = Guid.NewGuid();
        var mended = dev.Folder.File("mended.json");
        await File.WriteAllTextAsync(mended, Envelopes.RepoRegistered(id));
        var letter = (await dev.RunAsync("dlq", "list", "-o", "json")).Json[0].GetProperty("id").GetString()!;

        var replayed = await dev.RunAsync("dlq", "replay", letter[..8], "--with", mended, "-o", "json");
        var again = await dev.RunAsync("dlq", "replay", letter, "--with", mended, "-o", "json");
        await PageTests.WaitForRunAsync(dev, id);

        Assert.True(replayed.ExitCode == ExitCode.Ok, replayed.Error);
        Assert.Equal(("replayed", $"taken as event the-custodian/state-hub/{id:D}"), (replayed.Json[0].GetProperty("result").GetString(), replayed.Json[0].GetProperty("detail").GetString()));
        Assert.Equal("settled_before", again.Json[0].GetProperty("result").GetString());
        Assert.Equal("[]", (await dev.RunAsync("dlq", "list", "-o", "json")).Out.Trim());
    }

    [Fact]
    public async Task ReplayAndDrop_AllOfThem_WantAYesAndSayWhatTheyWouldDo()
    {
        await using var dev = await DevHost.StartAsync();
        await AddAsync(dev, "one", "two", "three");

        var unsure = await dev.RunAsync("dlq", "replay", "--all", "--kind", "event");
        var dry = await dev.RunAsync("dlq", "replay", "--all", "--dry-run", "-o", "json");
        var replayed = await dev.RunAsync("dlq", "replay", "--all", "--yes", "-o", "json");
        var silent = await dev.RunAsync("dlq", "drop", "--all", "--yes");
        var dropped = await dev.RunAsync("dlq", "drop", "--all", "--yes", "--reason", "a test", "-o", "json");
        var nothing = await dev.RunAsync("dlq", "drop", "--reason", "a test");
        var left = await dev.RunAsync("dlq", "list", "--all", "-o", "json");

        Assert.Equal(ExitCode.Usage, unsure.ExitCode);
        Assert.Contains("--all means 3 dead letters here.", unsure.Error, StringComparison.Ordinal);
        Assert.Equal((ExitCode.Ok, 3), (dry.ExitCode, dry.Json.EnumerateArray().Count(line => line.GetProperty("result").GetString() is "would_replay")));
        Assert.Equal((ExitCode.Error, 3), (replayed.ExitCode, replayed.Json.EnumerateArray().Count(line => line.GetProperty("result").GetString() is "refused_again")));
        Assert.Equal(ExitCode.Usage, silent.ExitCode);
        Assert.Equal((ExitCode.Ok, 3), (dropped.ExitCode, dropped.Json.EnumerateArray().Count(line => line.GetProperty("result").GetString() is "dropped")));
        Assert.Equal(ExitCode.Usage, nothing.ExitCode);
        Assert.All(left.Json.EnumerateArray(), line => Assert.Equal((2, "dropped: a test"), (line.GetProperty("count").GetInt32(), line.GetProperty("resolution").GetString())));
    }

    [Fact]
    public async Task Pages_WithHostileLetters_ShowThemAsText()
    {
        await using var dev = await DevHost.StartAsync();
        await AddAsync(dev, "<script>alert(1)</script>");
        var letter = (await dev.RunAsync("dlq", "list", "-o", "json")).Json[0].GetProperty("id").GetString()!;

        var list = await GetAsync(dev, "/dead-letters");
        var one = await GetAsync(dev, $"/dead-letters/{letter[..10]}");
        var missing = await GetAsync(dev, "/dead-letters/none");
        var home = await GetAsync(dev, "/");
        using var json = await dev.Client.GetAsync(new Uri($"/dead-letters/{letter}", UriKind.Relative));

        Assert.Contains($"/dead-letters/{letter}", list.Page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;", one.Page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", one.Page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains($"activity-core dlq replay {letter}", one.Page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, missing.Status);
        Assert.Contains("<b>1</b><span>open dead letters</span>", home.Page, StringComparison.Ordinal);
        Assert.Equal("application/json", json.Content.Headers.ContentType?.MediaType);
    }

    private static async Task<(HttpStatusCode Status, string Page)> GetAsync(DevHost dev, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Accept", "text/html" } } };
        using var answer = await dev.Client.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task AddAsync(DevHost dev, params string[] messages)
    {
        var storage = ActivityCoreSettings.FromEnvironment(dev.Environment).Storage;
        await using var services = new ServiceCollection().AddStorage(storage).BuildServiceProvider();
        foreach (var message in messages)
        {
            await services.GetRequiredService<IDeadLetters>().AddAsync(new()
            {
                Kind = DeadLetterKind.Event,
                Key = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(message))),
                Reason = "The envelope is no JSON.",
                Payload = message,
                Source = "nats:ACTIVITY_EVENTS",
            });
        }
    }
}
