using System.Text.Json;
using static Temporalio.DevServer.Tests.Support.ServiceUnderTest;

namespace Temporalio.DevServer.Tests.Cli;

/// <summary><c>temporal schedule</c> of the official program.</summary>
public sealed class ScheduleCommandTests
{
    private static readonly string[] Action = ["--type", "wf", "--workflow-id", "swf", "--task-queue", Queue];

    [Fact]
    public async Task CreateDescribeList_ShowSpecStateAndNextTimes()
    {
        await using var test = await CliUnderTest.StartAsync();
        await test.Cli.TextAsync([
            "schedule", "create", "-s", "s1", "--interval", "1h", .. Action, "--input", "\"in\"", "--notes", "hello",
            "--overlap-policy", "BufferOne", "--catchup-window", "2m", "--remaining-actions", "5"]);
        await test.Cli.TextAsync(["schedule", "create", "-s", "s2", "--cron", "0 6 * * 1", "--time-zone", "Europe/Berlin", "--paused", .. Action]);

        var described = await test.Cli.JsonAsync("schedule", "describe", "-s", "s1");
        var table = await test.Cli.TextAsync("schedule", "describe", "-s", "s2");
        var all = await test.Cli.JsonAsync("schedule", "list");
        var paused = await test.Cli.JsonAsync("schedule", "list", "--query", "TemporalSchedulePaused = true");

        // What the official web UI asks to count schedules.
        var counted = await test.Cli.TextAsync("workflow", "count", "--query", "TemporalNamespaceDivision=\"TemporalScheduler\" AND ExecutionStatus=\"Running\"");

        Assert.Contains("Total: 2", counted, StringComparison.Ordinal);
        var schedule = described.GetProperty("schedule");
        Assert.Equal("3600s", schedule.GetProperty("spec").GetProperty("interval")[0].GetProperty("interval").GetString());
        Assert.Equal("SCHEDULE_OVERLAP_POLICY_BUFFER_ONE", schedule.GetProperty("policies").GetProperty("overlapPolicy").GetString());
        Assert.Equal("120s", schedule.GetProperty("policies").GetProperty("catchupWindow").GetString());
        Assert.Equal("hello", schedule.GetProperty("state").GetProperty("notes").GetString());
        // Five actions are left, so the sixth time is not named.
        Assert.NotEmpty(described.GetProperty("info").GetProperty("futureActionTimes").EnumerateArray());
        Assert.Contains("Europe/Berlin", table, StringComparison.Ordinal);
        Assert.Equal(["s1", "s2"], Ids(all).Order(StringComparer.Ordinal));
        Assert.Equal(["s2"], Ids(paused));
    }

    [Fact]
    public async Task TriggerBackfillToggleUpdateDelete_DoWhatTheySay()
    {
        await using var test = await CliUnderTest.StartAsync();
        await test.Cli.TextAsync(["schedule", "create", "-s", "s1", "--calendar", """{"dayOfWeek":"Fri","hour":"3","minute":"30"}""", .. Action]);

        await test.Cli.TextAsync("schedule", "trigger", "-s", "s1", "--overlap-policy", "AllowAll");
        await test.Cli.TextAsync(
            "schedule", "backfill", "-s", "s1", "--start-time", "2026-10-01T00:00:00Z", "--end-time", "2026-10-20T00:00:00Z", "--overlap-policy", "AllowAll");
        await test.Cli.TextAsync("schedule", "toggle", "-s", "s1", "--pause", "--reason", "hold on");
        var held = (await test.Cli.JsonAsync("schedule", "describe", "-s", "s1")).GetProperty("schedule").GetProperty("state");
        await test.Cli.TextAsync("schedule", "toggle", "-s", "s1", "--unpause", "--reason", "go on");
        // A century, so that no time of it comes while the test runs.
        await test.Cli.TextAsync(["schedule", "update", "-s", "s1", "--interval", "876000h", .. Action]);
        var described = await test.Cli.JsonAsync("schedule", "describe", "-s", "s1");
        await test.Cli.TextAsync("schedule", "delete", "-s", "s1");

        Assert.True(held.GetProperty("paused").GetBoolean());
        Assert.Equal("hold on", held.GetProperty("notes").GetString());
        Assert.Equal("3153600000s", described.GetProperty("schedule").GetProperty("spec").GetProperty("interval")[0].GetProperty("interval").GetString());
        // One by hand; and the Fridays 2, 9 and 16 October.
        Assert.Equal("4", described.GetProperty("info").GetProperty("actionCount").GetString());
        var runs = await test.Cli.JsonAsync("workflow", "list", "--query", "TemporalScheduledById = 's1'");
        Assert.Equal(4, runs.GetArrayLength());
        Assert.Contains(runs.EnumerateArray(), r => r.GetProperty("execution").GetProperty("workflowId").GetString() == "swf-2026-10-09T03:30:00Z");
        Assert.Empty((await test.Cli.RunAsync("schedule", "list", "-o", "jsonl")).Output);
    }

    [Fact]
    public async Task Commands_ThatCannotBeDone_Fail()
    {
        await using var test = await CliUnderTest.StartAsync();
        await test.Cli.TextAsync(["schedule", "create", "-s", "s1", "--interval", "1h", .. Action]);

        await test.AssertFailsAsync("already registered", ["schedule", "create", "-s", "s1", "--interval", "1h", .. Action]);
        await test.AssertFailsAsync("Invalid schedule spec", ["schedule", "create", "-s", "s2", "--cron", "bad cron", .. Action]);
        await test.AssertFailsAsync("Bad", "schedule", "list", "--query", "Bad = true");
        foreach (var command in new string[][]
        {
            ["describe"], ["trigger"], ["delete"], ["toggle", "--pause", "--reason", "r"], ["update", "--interval", "2h", .. Action],
            ["backfill", "--start-time", "2026-10-01T00:00:00Z", "--end-time", "2026-10-02T00:00:00Z"],
        })
        {
            await test.AssertFailsAsync("not found", ["schedule", .. command, "-s", "nope"]);
        }
    }

    private static IEnumerable<string?> Ids(JsonElement list) => list.EnumerateArray().Select(s => s.GetProperty("scheduleId").GetString());
}
