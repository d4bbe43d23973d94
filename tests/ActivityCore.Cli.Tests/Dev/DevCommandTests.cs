using System.Text.Json;
using ActivityCore.Cli.CommandLine;

namespace ActivityCore.Cli.Tests.Dev;

public sealed class DevCommandTests
{
    [Fact]
    public async Task Dev_WithTheSamples_PrintsRunsAndTasksAndEndsWithZero()
    {
        using var folder = new TemporaryFolder();

        var (code, output) = await RunAsync(folder, "dev", "--port", "0", "--events", DevProcess.Samples);

        Assert.True(code == ExitCode.Ok, output);
        Assert.Contains("repository-onboarding  org.statehub.repo.registered       2 match          3      completed", output, StringComparison.Ordinal);
        Assert.Contains("Write a threat model for ledger-api", output, StringComparison.Ordinal);
        Assert.Contains("not_matched", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dev_WithTheSamplesTwice_MakesNothingNew()
    {
        using var folder = new TemporaryFolder();
        await RunAsync(folder, "dev", "--port", "0", "--events", DevProcess.Samples);

        var (code, _) = await RunAsync(folder, "dev", "--port", "0", "--events", DevProcess.Samples);
        var runs = await CliRun.Async(DevProcess.Environment(folder.Path), "runs", "list", "-o", "json");
        var tasks = await CliRun.Async(DevProcess.Environment(folder.Path), "tasks", "list", "-o", "json");

        Assert.Equal(ExitCode.Ok, code);
        Assert.Equal(6, runs.Json.GetArrayLength());
        Assert.Equal(10, tasks.Json.GetArrayLength());
    }

    [Fact]
    public async Task Dev_WithBadLines_NamesThemTakesTheOthersAndEndsWithOne()
    {
        using var folder = new TemporaryFolder();
        var events = folder.File("events.jsonl");
        await File.WriteAllLinesAsync(events, ["{\"id\":", Envelopes.RepoRegistered(Guid.NewGuid()), "{}"]);

        var (code, output) = await RunAsync(folder, "dev", "--port", "0", "--events", events, "-o", "json");

        Assert.Equal(ExitCode.Error, code);
        Assert.Contains($"{events}:1: ", output, StringComparison.Ordinal);
        Assert.Contains($"{events}:3: ", output, StringComparison.Ordinal);
        Assert.Contains("\"state\": \"completed\"", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dev_AsJson_HasOnlyJsonOnStandardOutputWhateverTheLogLevel()
    {
        using var folder = new TemporaryFolder();
        var (output, error) = (new StringWriter(), new StringWriter());
        var context = new CliContext { Out = output, Error = TextWriter.Synchronized(error), In = TextReader.Null, Environment = DevProcess.Environment(folder.Path) };

        var code = await CommandRoot.RunAsync(["dev", "--port", "0", "--events", DevProcess.Samples, "-o", "json", "--log-level", "trace", "--log-format", "json"], context);

        Assert.True(code == ExitCode.Ok, error.ToString());
        var feed = JsonDocument.Parse(output.ToString()).RootElement;
        Assert.Equal(6, feed.GetProperty("runs").GetArrayLength());
        Assert.Equal(10, feed.GetProperty("tasks").GetArrayLength());
        Assert.Empty(feed.GetProperty("problems").EnumerateArray());
        Assert.All(error.ToString().Split('\n').Where(line => line.StartsWith('{')), line => JsonDocument.Parse(line).Dispose());
    }

    [Fact]
    public async Task Dev_FeedFileMissing_IsWrongUsage()
    {
        using var folder = new TemporaryFolder();

        var run = await CliRun.Async(DevProcess.Environment(folder.Path), "dev", "--events", folder.File("none.jsonl"));

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("There is no file", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dev_SinkWithoutItsKey_NamesTheVariableAndDoesNotStart()
    {
        using var folder = new TemporaryFolder();

        var run = await CliRun.Async(DevProcess.Environment(folder.Path, ("ISSUE_SINK_TYPE", "rest"), ("ISSUE_CORE_URL", "http://127.0.0.1:1")), "dev", "--port", "0");

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("ISSUE_CORE_API_KEY", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dev_SecondOnTheSameFolder_SaysSo_AndCtrlCEndsTheFirstWith130()
    {
        using var folder = new TemporaryFolder();
        await using var first = DevProcess.Start(DevProcess.Environment(folder.Path), "dev", "--port", "0");
        await first.WaitUntilUpAsync();

        var second = await CliRun.Async(DevProcess.Environment(folder.Path), "dev", "--port", "0");
        await first.InterruptAsync();

        Assert.Equal(ExitCode.Error, second.ExitCode);
        Assert.Contains($"Another activity-core dev (process {first.Id}) uses the data folder", second.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Interrupted, await first.WaitForExitAsync());
    }

    [Fact]
    public async Task Dev_Terminated_EndsCleanlyWithZero()
    {
        using var folder = new TemporaryFolder();
        await using var dev = DevProcess.Start(DevProcess.Environment(folder.Path), "dev", "--port", "0");
        await dev.WaitUntilUpAsync();

        await dev.TerminateAsync();

        Assert.Equal(ExitCode.Ok, await dev.WaitForExitAsync());
    }

    [Fact]
    public async Task Dev_PortTaken_SaysWhatToDo()
    {
        await using var dev = await DevHost.StartAsync();
        using var folder = new TemporaryFolder();

        var run = await CliRun.Async(DevProcess.Environment(folder.Path), "dev", "--port", $"{dev.Client.BaseAddress!.Port}");

        Assert.Equal(ExitCode.Error, run.ExitCode);
        Assert.Contains("--port 0 lets the system choose", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dev_TemporalAddressUnreachable_EndsWithFive()
    {
        using var folder = new TemporaryFolder();

        var run = await CliRun.Async(DevProcess.Environment(folder.Path, ("TEMPORAL_ADDRESS", $"127.0.0.1:{RealComponents.LoopbackPort.Free()}")), "dev", "--port", "0");

        Assert.True(run.ExitCode == ExitCode.Unreachable, run.Error);
        Assert.Contains("TEMPORAL_ADDRESS", run.Error, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output)> RunAsync(TemporaryFolder folder, params string[] arguments)
    {
        await using var dev = DevProcess.Start(DevProcess.Environment(folder.Path), arguments);
        var code = await dev.WaitForExitAsync();
        return (code, dev.Output);
    }
}
