using ActivityCore.Cli.CommandLine;
using ActivityCore.Cli.Tests.Dev;

namespace ActivityCore.Cli.Tests.Schedules;

public sealed class SchedulesNextTests
{
    [Fact]
    public async Task Next_DayWithAGap_ShowsUtcLocalTimeAndWhatIsSkipped()
    {
        using var folder = new TemporaryFolder();
        await WriteAsync(folder, "night", "cron: \"30 2 * * *\"\n    timezone: Europe/Berlin");

        var run = await CliRun.Async(DevProcess.Environment(folder.Path), "schedules", "next", folder.File("night.yaml"), "--count", "2", "--from", "2026-03-28T01:30:00Z");

        Assert.Equal((ExitCode.Ok, ""), (run.ExitCode, run.Error));
        Assert.Equal(
            [
                "DEFINITION  UTC                   LOCAL                   CRON        ZONE           NOTE",
                "night       2026-03-28 01:30:00Z  2026-03-28T02:30+01:00  30 2 * * *  Europe/Berlin",
                "night       -                     2026-03-29T02:30        30 2 * * *  Europe/Berlin  Skipped: the clock does not show this time on this day.",
                "night       2026-03-30 00:30:00Z  2026-03-30T02:30+02:00  30 2 * * *  Europe/Berlin",
            ],
            run.Out.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task Next_DayWithARepeatedHour_IsMarkedInJsonToo()
    {
        using var folder = new TemporaryFolder();
        await WriteAsync(folder, "night", "cron: \"30 1 * * *\"\n    timezone: America/New_York");

        var run = await CliRun.Async(DevProcess.Environment(folder.Path), "schedules", "next", folder.File("night.yaml"), "--count", "2", "--from", "2026-11-01T00:00:00Z", "-o", "json");

        Assert.Equal(["2026-11-01T05:30:00+00:00", "2026-11-01T06:30:00+00:00"], run.Json.EnumerateArray().Select(tick => tick.GetProperty("at").GetString()));
        Assert.Equal(["2026-11-01T01:30-04:00", "2026-11-01T01:30-05:00"], run.Json.EnumerateArray().Select(tick => tick.GetProperty("local").GetString()));
        Assert.All(run.Json.EnumerateArray(), tick => Assert.StartsWith("The clock shows this time twice", tick.GetProperty("note").GetString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Next_NoName_ShowsEveryEnabledDefinitionOfTheFolder()
    {
        using var folder = new TemporaryFolder();
        await WriteAsync(folder, "b", "cron: \"0 6 * * 1\"");
        await WriteAsync(folder, "a", "cron: \"0 3 * * *\"");
        await WriteAsync(folder, "off", "cron: \"0 4 * * *\"", enabled: false);
        await WriteAsync(folder, "by-hand", "manual: true");
        var environment = new Dictionary<string, string?>(DevProcess.Environment(folder.Path), StringComparer.Ordinal) { ["ACTIVITY_DEFINITIONS_DIR"] = folder.Path };

        var run = await CliRun.Async(environment, "schedules", "next", "-n", "1", "--from", "2026-03-01T00:00:00Z", "-o", "json");
        var off = await CliRun.Async(environment, "schedules", "next", "off", "-n", "1", "--from", "2026-03-01T00:00:00Z", "-o", "json");
        var manual = await CliRun.Async(environment, "schedules", "next", "by-hand");

        Assert.Equal(["a 2026-03-01T03:00:00+00:00", "b 2026-03-02T06:00:00+00:00"], run.Json.EnumerateArray().Select(tick => $"{tick.GetProperty("definition")} {tick.GetProperty("at")}"));
        Assert.Equal("2026-03-01T04:00:00+00:00", off.Json[0].GetProperty("at").GetString());
        Assert.Equal(ExitCode.Error, manual.ExitCode);
        Assert.StartsWith("by-hand has no cron trigger.", manual.Error, StringComparison.Ordinal);
    }

    private static Task WriteAsync(TemporaryFolder folder, string name, string trigger, bool enabled = true) => File.WriteAllTextAsync(folder.File($"{name}.yaml"), $$"""
        id: {{Guid.NewGuid()}}
        name: {{name}}
        owner: tests
        enabled: {{(enabled ? "true" : "false")}}
        trigger:
          - {{trigger}}
        rules:
          - id: always
            emit:
              - { title: Look, target_repo: demo }
        """);
}
