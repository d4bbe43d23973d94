using System.Net;
using System.Text.Json;
using ActivityCore.Cli.Tests.Web;
using Temporalio.Client;
using Temporalio.Client.Schedules;

namespace ActivityCore.Cli.Tests.Temporal;

/// <summary>The pages of <c>activity-core temporal</c>.</summary>
public sealed class InspectionTests
{
    private const string Hostile = "<script>alert(1)</script>/\"'%2F<img src=x onerror=alert(2)>";

    [Fact]
    public async Task Pages_InABrowser_ShowNamespacesRunsHistoriesAndSchedules()
    {
        await using var browser = await Browser.StartAsync();
        await using var stage = await InspectionStage.SetAsync();

        var namespaces = await browser.ReadAsync(stage.Pages, "inspection-namespaces", "default");
        var list = await browser.ReadAsync(new Uri(stage.Pages, "/namespaces/default/workflows"), "inspection-workflows", InspectionStage.Waiting);
        var running = await browser.ReadAsync(new Uri(stage.Pages, "/namespaces/default/workflows?status=running&query=WorkflowType%3D%27Inspected%27"), "inspection-running", InspectionStage.Waiting);
        var run = await browser.ReadAsync(new Uri(stage.Pages, $"/namespaces/default/workflows/{InspectionStage.Waiting}"), "inspection-run", "Pending activities");
        var schedules = await browser.ReadAsync(new Uri(stage.Pages, "/namespaces/default/schedules"), "inspection-schedules", "weekly-held");
        var schedule = await browser.ReadAsync(new Uri(stage.Pages, "/namespaces/default/schedules/hourly"), "inspection-schedule", "Recent actions");

        Assert.Contains("3 d", namespaces, StringComparison.Ordinal);
        Assert.Contains(InspectionStage.Done, list, StringComparison.Ordinal);
        Assert.Contains("all 3", list, StringComparison.Ordinal);
        Assert.Contains("running 1", list, StringComparison.Ordinal);
        Assert.DoesNotContain(InspectionStage.Done, running, StringComparison.Ordinal);
        foreach (var part in new[] { "Stumble", "2 of 5", "stumbled: looked at stay", "ActivityTaskCompleted", "kept in mind" })
        {
            Assert.Contains(part, run, StringComparison.Ordinal);
        }

        Assert.Contains("note of hourly", schedules, StringComparison.Ordinal);
        Assert.Contains("1 taken", schedule, StringComparison.Ordinal);
        Assert.Contains("hourly-run-", schedule, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_WithHostileNames_ShowThemAsTextAndLeadToThem()
    {
        await using var service = await TemporalProcess.StartAsync();
        using var http = new HttpClient { BaseAddress = service.Pages };
        var client = await service.ConnectAsync();
        await client.StartWorkflowAsync(Hostile, [Hostile], new(Hostile, Hostile) { Memo = new Dictionary<string, object> { [Hostile] = Hostile } });
        await client.CreateScheduleAsync(Hostile, new Schedule(
            ScheduleActionStartWorkflow.Create(Hostile, [Hostile], new(Hostile, Hostile)),
            new ScheduleSpec { Intervals = [new ScheduleIntervalSpec(TimeSpan.FromHours(1))] })
        { State = new ScheduleState { Note = Hostile } });
        var name = Uri.EscapeDataString(Hostile);

        foreach (var (path, status) in new[]
        {
            ("/namespaces/default/workflows", HttpStatusCode.OK),
            ($"/namespaces/default/workflows?query={Uri.EscapeDataString($"WorkflowId = \"{Hostile.Replace("\"", "\\\"", StringComparison.Ordinal)}\"")}", HttpStatusCode.OK),
            ($"/namespaces/default/workflows?query={name}", HttpStatusCode.BadRequest),
            ($"/namespaces/default/workflows/{name}", HttpStatusCode.OK),
            ("/namespaces/default/schedules", HttpStatusCode.OK),
            ($"/namespaces/default/schedules/{name}", HttpStatusCode.OK),
            ($"/namespaces/{name}/workflows", HttpStatusCode.NotFound),
            ($"/namespaces/default/workflows/{name}x", HttpStatusCode.NotFound),
        })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Accept", "text/html" } } };
            using var answer = await http.SendAsync(request);
            var page = await answer.Content.ReadAsStringAsync();

            Assert.True(answer.StatusCode == status, $"{path} answered {answer.StatusCode}:\n{page}");
            Assert.StartsWith("default-src 'self'", string.Join("", answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
            Assert.True(page.Contains("&lt;script&gt;", StringComparison.Ordinal), $"{path} does not show the name:\n{page}");
            Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("<img src=x", page, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task Resources_AskedByAProgram_AreJsonAndProblems()
    {
        await using var service = await TemporalProcess.StartAsync("--namespace", "first");
        using var http = new HttpClient { BaseAddress = service.Pages };
        var client = await service.ConnectAsync("first");
        await client.StartWorkflowAsync("Some", [new { A = 1 }], new("w1", "q"));

        using var run = JsonDocument.Parse(await http.GetStringAsync(new Uri("/namespaces/first/workflows/w1", UriKind.Relative)));
        using var badQuery = await http.GetAsync(new Uri("/namespaces/first/workflows?query=Nope%3D1", UriKind.Relative));
        using var badPage = await http.GetAsync(new Uri("/namespaces/first/workflows?page=!", UriKind.Relative));
        using var missing = await http.GetAsync(new Uri("/namespaces/first/schedules/nope", UriKind.Relative));
        using var elsewhere = await http.GetAsync(new Uri("/elsewhere", UriKind.Relative));

        var started = run.RootElement.GetProperty("history").GetProperty("history").GetProperty("events")[0].GetProperty("workflowExecutionStartedEventAttributes");
        Assert.Equal(1, started.GetProperty("input").GetProperty("payloads")[0].GetProperty("A").GetInt32());
        Assert.Equal(HttpStatusCode.BadRequest, badQuery.StatusCode);
        Assert.Contains("Nope", await badQuery.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, badPage.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, elsewhere.StatusCode);
    }
}
