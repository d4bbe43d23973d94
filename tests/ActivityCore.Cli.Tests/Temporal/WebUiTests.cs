using ActivityCore.Cli.Tests.Web;
using RealComponents;

namespace ActivityCore.Cli.Tests.Temporal;

/// <summary>The official web UI on our service.</summary>
public sealed class WebUiTests
{
    [Fact]
    public async Task OfficialUi_OnOurService_ShowsListHistoryPendingActivitiesAndSchedules()
    {
        TemporalTools.Require("temporal-ui");
        await using var browser = await Browser.StartAsync();
        await using var stage = await InspectionStage.SetAsync();
        await using var ui = await TemporalWebUi.StartAsync(stage.Target);

        var list = await browser.ReadAsync(new Uri(ui.Address, "/namespaces/default/workflows"), "web-ui-own-workflows", InspectionStage.Waiting, "3 Workflows");
        await browser.ReadAsync(new Uri(ui.Address, $"/namespaces/default/workflows/{InspectionStage.Done}"), "web-ui-own-done", "Activity Task Completed");
        var run = await browser.ReadAsync(new Uri(ui.Address, $"/namespaces/default/workflows/{InspectionStage.Waiting}"), "web-ui-own-run", "Stumble");
        var pending = await browser.ReadAsync(
            new Uri($"{browser.Address}".Replace("/timeline", "/pending-activities", StringComparison.Ordinal).Replace("/history", "/pending-activities", StringComparison.Ordinal)), "web-ui-own-pending", "stumbled: looked at stay");
        var schedules = await browser.ReadAsync(new Uri(ui.Address, "/namespaces/default/schedules"), "web-ui-own-schedules", "weekly-held", "2 Schedules");
        var schedule = await browser.ReadAsync(new Uri(ui.Address, "/namespaces/default/schedules/hourly"), "web-ui-own-schedule", "Upcoming Runs");
        await browser.ReadAsync(new Uri(ui.Address, "/namespaces/default"), "web-ui-own-namespace", "Search Attributes");

        Assert.Contains(InspectionStage.Done, list, StringComparison.Ordinal);
        Assert.Contains("Stumble", run, StringComparison.Ordinal);
        Assert.Contains("5", pending, StringComparison.Ordinal);
        Assert.Contains("hourly", schedules, StringComparison.Ordinal);
        Assert.Contains("hourly-run-", schedule, StringComparison.Ordinal);
        // A query is for the run's worker, which is gone; the service says so.
        Assert.Equal("", string.Join('\n', browser.Refused.Where(refused => !refused.Contains("/query/", StringComparison.Ordinal))));
    }
}
