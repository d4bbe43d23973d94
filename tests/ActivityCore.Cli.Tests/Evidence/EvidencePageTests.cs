using System.Net;
using System.Text.Json;
using ActivityCore.Cli.Evidence;
using ActivityCore.Cli.Tests.Dev;
using ActivityCore.Evidence;

namespace ActivityCore.Cli.Tests.Evidence;

public sealed class EvidencePageTests
{
    [Fact]
    public async Task Pages_OfAProbe_ShowEachPieceWithItsReason()
    {
        using var folder = new TemporaryFolder();
        var backup = folder.File("nightly.dump");
        await File.WriteAllTextAsync(backup, "a backup");
        var inventory = folder.File("inventory.yaml");
        await File.WriteAllTextAsync(inventory, $$"""
            environment: test
            repo: test-inventory
            backups:
              nightly: { path: "{{backup}}" }
            """);
        await using var dev = await DevHost.StartAsync(
            ("OPS_INVENTORY_FILE", inventory),
            ("INTER_HUB_URL", "http://127.0.0.1:1"),
            ("OPS_HUB_KEY", "key"),
            ("OPS_HUB_WIDGET_MAPPING", """{"ops-backup-verified":"00000000-0000-4000-8000-000000000004"}"""));
        var started = await dev.RunAsync("runs", "start", "ops-inventory-probe", "-o", "json");
        Assert.True(started.ExitCode == 0, started.Error);
        var run = started.Json.GetProperty("run_id").GetString()!;
        await WaitForEvidenceAsync(dev, run);

        var all = await PageAsync(dev, "/evidence");
        var deferred = await PageAsync(dev, "/evidence?state=deferred");
        var submitted = await PageAsync(dev, "/evidence?state=submitted");
        var onRun = await PageAsync(dev, $"/runs/{run}");
        var json = await JsonAsync(dev, "/evidence?event_type=ops-backup-verified");
        using var wrong = await dev.Client.GetAsync(new Uri("/evidence?state=bogus", UriKind.Relative));

        Assert.Contains("<a href=\"/evidence\" aria-current=\"page\">Evidence</a>", all, StringComparison.Ordinal);
        Assert.All([all, deferred, onRun], page => Assert.Contains("<code>inter_hub_sink_deferred</code>", page, StringComparison.Ordinal));
        Assert.All([all, submitted, onRun], page => Assert.Contains("ops_inventory_probe", page, StringComparison.Ordinal));
        Assert.DoesNotContain("inter_hub_sink_deferred", submitted, StringComparison.Ordinal);
        Assert.Contains($"/runs/{run}", all, StringComparison.Ordinal);
        Assert.Equal(("ops-backup-verified", "deferred"), (Assert.Single(json.EnumerateArray()).GetProperty("event_type").GetString(), json[0].GetProperty("state").GetString()));
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
    }

    /// <summary>Nothing was observed, and whoever looks at the run learns which setting is missing.</summary>
    [Fact]
    public async Task Run_WhoseContextWasSkipped_SaysWhyByCommandAndOnItsPage()
    {
        await using var dev = await DevHost.StartAsync();
        var run = (await dev.RunAsync("runs", "start", "ops-inventory-probe", "-o", "json")).Json.GetProperty("run_id").GetString()!;
        await WaitForEvidenceAsync(dev, run);

        var shown = await dev.RunAsync("runs", "show", run);
        var json = await dev.RunAsync("runs", "show", run, "-o", "json");
        var page = await PageAsync(dev, $"/runs/{run}");

        var note = json.Json.GetProperty("context_notes").GetProperty("inventory").GetString()!;
        Assert.StartsWith("skipped: ", note, StringComparison.Ordinal);
        Assert.Contains("OPS_INVENTORY_FILE", note, StringComparison.Ordinal);
        Assert.Contains(note, shown.Out, StringComparison.Ordinal);
        Assert.Contains("OPS_INVENTORY_FILE", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Table_HostileContent_IsText()
    {
        const string Hostile = "<script>alert(1)</script>";
        var row = new EvidenceView
        {
            Key = "key",
            RunId = Hostile,
            Context = Hostile,
            EventType = Hostile,
            Sink = Hostile,
            Entity = Hostile,
            State = EvidenceState.Rejected,
            Status = Hostile,
            LastError = Hostile,
            Attempts = 1,
            ObservedAt = DateTimeOffset.UnixEpoch,
            CreatedAt = DateTimeOffset.UnixEpoch,
            Payload = JsonElement.Parse("{}"),
        };

        var page = EvidencePages.Table([row, row with { Reference = Hostile }], withRun: true).ToString();

        Assert.Contains("&lt;script&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Page_NothingYet_SaysSo()
    {
        await using var dev = await DevHost.StartAsync();

        Assert.Contains("No evidence.", await PageAsync(dev, "/evidence?since=2999-01-01T00:00:00Z"), StringComparison.Ordinal);
    }

    // A run is completed before its evidence goes out.
    private static async Task WaitForEvidenceAsync(DevHost dev, string run)
    {
        for (var attempt = 0; attempt < 2400; attempt++)
        {
            var rows = await JsonAsync(dev, $"/evidence?run={run}");
            if (rows.GetArrayLength() > 0 && rows.EnumerateArray().All(row => row.GetProperty("state").GetString() is not "pending"))
            {
                return;
            }

            await Task.Delay(50);
        }

        throw new TimeoutException($"The evidence of {run} is not settled after two minutes.");
    }

    private static async Task<string> PageAsync(DevHost dev, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Accept", "text/html" } } };
        using var answer = await dev.Client.SendAsync(request);
        Assert.Equal((HttpStatusCode.OK, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        return await answer.Content.ReadAsStringAsync();
    }

    private static async Task<JsonElement> JsonAsync(DevHost dev, string path)
    {
        using var body = JsonDocument.Parse(await dev.Client.GetStringAsync(new Uri(path, UriKind.Relative)));
        return body.RootElement.GetProperty("items").Clone();
    }
}
