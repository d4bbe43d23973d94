using System.Net;
using ActivityCore.Cli.CommandLine;
using ActivityCore.Cli.Tests.Dev;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ActivityCore.Cli.Tests.CommandLine;

/// <summary>The codes that no other test of a command comes by; see <see cref="ExitCode"/>.</summary>
public sealed class ExitCodeTests
{
    [Theory]
    [InlineData(HttpStatusCode.Unauthorized, ExitCode.Auth)]
    [InlineData(HttpStatusCode.Forbidden, ExitCode.Auth)]
    [InlineData(HttpStatusCode.ServiceUnavailable, ExitCode.Unreachable)]
    [InlineData(HttpStatusCode.NotFound, ExitCode.Error)]
    public async Task Send_AnswerOfTheService_DecidesTheCode(HttpStatusCode answer, int code)
    {
        using var folder = new TemporaryFolder();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var service = builder.Build();
        service.Run(http =>
        {
            http.Response.StatusCode = (int)answer;
            return Task.CompletedTask;
        });
        await service.StartAsync();

        var run = await CliRun.Async(DevProcess.Environment(folder.Path), "events", "send", DevProcess.Samples, "--address", service.Urls.First());

        Assert.Equal((code, ""), (run.ExitCode, run.Out));
    }

    [Fact]
    public async Task Dev_ReceiverIsDown_SaysThatRunsAreStillRunningAndEndsWithEight()
    {
        using var folder = new TemporaryFolder();
        var environment = DevProcess.Environment(
            folder.Path, ("ISSUE_SINK_TYPE", "rest"), ("ISSUE_CORE_URL", $"http://127.0.0.1:{RealComponents.LoopbackPort.Free()}"), ("ISSUE_CORE_API_KEY", "key"));
        await using var dev = DevProcess.Start(environment, "dev", "--port", "0", "--events", DevProcess.Samples, "--timeout", "5s");

        Assert.Equal(ExitCode.StillRunning, await dev.WaitForExitAsync());
        Assert.Contains("Runs are still running", dev.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WithoutATemporalAddress_IsWrongUsage()
    {
        using var folder = new TemporaryFolder();

        var run = await CliRun.Async(DevProcess.Environment(folder.Path), "run");

        Assert.Equal(ExitCode.Usage, run.ExitCode);
        Assert.Contains("TEMPORAL_ADDRESS", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Command_Cancelled_EndsWith130()
    {
        using var folder = new TemporaryFolder();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        var context = new CliContext { Out = TextWriter.Null, Error = TextWriter.Null, In = TextReader.Null, Environment = DevProcess.Environment(folder.Path) };

        Assert.Equal(ExitCode.Interrupted, await CommandRoot.RunAsync(["definitions", "list"], context, cancelled.Token));
    }
}
