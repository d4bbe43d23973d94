using System.Net;
using System.Text;
using ActivityCore.Cli.Tests.Dev;

namespace ActivityCore.Cli.Tests.Web;

public sealed class PageTests
{
    private const string Hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>";

    [Fact]
    public async Task Pages_WithHostileEventContent_ShowItAsTextEverywhere()
    {
        await using var dev = await DevHost.StartAsync();
        var id = Guid.NewGuid();
        using (var body = new StringContent(Envelopes.DecisionResolved(id, Hostile, publisher: Hostile), Encoding.UTF8, "application/json"))
        {
            using var taken = await dev.Client.PostAsync(new Uri("/events", UriKind.Relative), body);
            Assert.Equal(HttpStatusCode.Accepted, taken.StatusCode);
        }

        var run = await WaitForRunAsync(dev, id);
        var tasks = await dev.RunAsync("tasks", "list", "-o", "json");
        var key = tasks.Json[0].GetProperty("key").GetString();
        var shown = 0;
        foreach (var path in new[] { "/", "/runs", $"/runs/{run}", "/tasks", $"/tasks/{key}/why", "/events", $"/events/{id:D}", "/definitions", "/definitions/decision-follow-up", $"/runs/{Uri.EscapeDataString(Hostile)}" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Accept", "text/html" } } };
            using var answer = await dev.Client.SendAsync(request);
            var page = await answer.Content.ReadAsStringAsync();

            Assert.Equal("text/html", answer.Content.Headers.ContentType?.MediaType);
            Assert.StartsWith("default-src 'self'", string.Join("", answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
            Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("<img src=x", page, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("style=\"", page, StringComparison.OrdinalIgnoreCase);
            shown += page.Contains("&lt;script&gt;", StringComparison.Ordinal) ? 1 : 0;
        }

        Assert.True(shown >= 5, $"The content stands on {shown} pages only, so the test shows little.");
    }

    [Theory]
    [InlineData("/site.css", "text/css")]
    [InlineData("/icon.svg", "image/svg+xml")]
    public async Task Assets_AreServedFromTheProgramItself(string path, string type)
    {
        await using var dev = await DevHost.StartAsync();

        using var answer = await dev.Client.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
        Assert.NotEmpty(await answer.Content.ReadAsByteArrayAsync());
    }

    internal static async Task<string> WaitForRunAsync(DevHost dev, Guid id)
    {
        // The run may be done before the event that it is of is marked.
        for (var attempt = 0; attempt < 2400; attempt++)
        {
            var shown = await dev.RunAsync("events", "show", id.ToString("D"), "-o", "json");
            var done = shown.Json.GetProperty("runs").EnumerateArray().FirstOrDefault(run => run.GetProperty("state").GetString() is "completed" or "failed");
            if (done.ValueKind == System.Text.Json.JsonValueKind.Object && shown.Json.GetProperty("event").GetProperty("state").GetString() is "routed")
            {
                return done.GetProperty("run_id").GetString()!;
            }

            await Task.Delay(50);
        }

        throw new TimeoutException($"The run of {id} does not finish.");
    }
}
