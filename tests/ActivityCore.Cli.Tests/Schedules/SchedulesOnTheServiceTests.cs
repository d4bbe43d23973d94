using ActivityCore.Cli.CommandLine;
using ActivityCore.Cli.Tests.Dev;
using ActivityCore.Runs;
using Temporalio.Client;
using Temporalio.DevServer;

namespace ActivityCore.Cli.Tests.Schedules;

/// <summary><c>schedules plan</c> and <c>list</c>, and a <c>dev</c> that follows its folder.</summary>
public sealed class SchedulesOnTheServiceTests
{
    [Fact]
    public async Task Plan_BeforeAndAfterARouter_SaysWhatDiffersAndThenNothing()
    {
        using var folder = new TemporaryFolder();
        var definitions = Directory.CreateDirectory(folder.File("definitions")).FullName;
        await WriteAsync(definitions, "night", "0 3 * * *");
        await using var server = await TemporalDevServer.StartAsync(new());
        await TemporalResources.ApplyAsync(await TemporalClient.ConnectAsync(new(server.Target)));
        var environment = DevProcess.Environment(folder.Path, ("TEMPORAL_ADDRESS", server.Target), ("ACTIVITY_DEFINITIONS_DIR", definitions));

        var before = await CliRun.Async(environment, "schedules", "plan", "--exit-code", "-o", "json");
        await using (var dev = DevProcess.Start(environment, "dev", "--port", "0"))
        {
            await dev.WaitUntilUpAsync();
            await UntilAsync(async () => (await CliRun.Async(environment, "schedules", "list", "-o", "json")).Json.GetArrayLength() == 1);
        }

        var after = await CliRun.Async(environment, "schedules", "plan", "--exit-code");
        var listed = await CliRun.Async(environment, "schedules", "list", "-o", "json");
        await File.WriteAllTextAsync(Path.Combine(definitions, "broken.yaml"), "id: [");
        var broken = await CliRun.Async(environment, "schedules", "plan");

        Assert.Equal((ExitCode.Ok, "create", "night"), (before.ExitCode, before.Json[0].GetProperty("change").GetString(), before.Json[0].GetProperty("definition").GetString()));
        Assert.Equal((ExitCode.Unchanged, "", "The schedules are in step with the definitions."), (after.ExitCode, after.Out, after.Error.Trim()));
        var schedule = listed.Json[0];
        Assert.Equal(("night", "0 3 * * *", "UTC", false), (schedule.GetProperty("definition").GetString(), schedule.GetProperty("cron").GetString(), schedule.GetProperty("time_zone").GetString(), schedule.GetProperty("paused").GetBoolean()));
        Assert.EndsWith("T03:00:00+00:00", schedule.GetProperty("next").GetString(), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Usage, broken.ExitCode);
    }

    [Fact]
    public async Task Plan_EmptyFolderOrNoService_SaysSo()
    {
        using var folder = new TemporaryFolder();
        var definitions = Directory.CreateDirectory(folder.File("definitions")).FullName;
        var environment = DevProcess.Environment(folder.Path, ("TEMPORAL_ADDRESS", $"127.0.0.1:{RealComponents.LoopbackPort.Free()}"), ("ACTIVITY_DEFINITIONS_DIR", definitions));

        var empty = await CliRun.Async(environment, "schedules", "plan");
        await WriteAsync(definitions, "night", "0 3 * * *");
        var alone = await CliRun.Async(environment, "schedules", "plan");

        Assert.Equal(ExitCode.Usage, empty.ExitCode);
        Assert.Contains("A router would leave every schedule as it is.", empty.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Unreachable, alone.ExitCode);
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        while (!await condition())
        {
            await Task.Delay(100, limit.Token);
        }
    }

    private static Task WriteAsync(string folder, string name, string cron) => File.WriteAllTextAsync(Path.Combine(folder, $"{name}.yaml"), $$"""
        id: {{Guid.NewGuid()}}
        name: {{name}}
        owner: tests
        trigger:
          - cron: "{{cron}}"
        rules:
          - id: always
            emit:
              - { title: Look, target_repo: demo }
        """);
}
