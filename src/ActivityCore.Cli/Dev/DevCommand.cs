using System.CommandLine;
using ActivityCore.Cli.CommandLine;
using Microsoft.Extensions.Logging;

namespace ActivityCore.Cli.Dev;

/// <summary><c>activity-core dev</c>: everything in one process, on one port.</summary>
internal static class DevCommand
{
    public static Command Create(CommandBuilder build)
    {
        var port = CommonArguments.Port("Port for pages, API and Temporal, 0 for a free one; by default the one of ACTIVITY_CORE_LISTEN");
        var events = new Option<string?>("--events") { Description = "Take envelopes (JSON lines or a JSON array, - for standard input), wait for their runs, print them and end", HelpName = "file" };
        var timeout = CommonArguments.Span("--timeout", "With --events: how long to wait for the runs; by default 5m");
        var sink = CommonArguments.Sink("By default ISSUE_SINK_TYPE. rest without ISSUE_CORE_URL sends tasks to the sandbox", "null", "rest", "nats");
        return build.Action("dev", "Run everything in one process on embedded defaults", [port, events, timeout, sink], async (call, cancel) =>
        {
            var settings = call.Settings;
            if (call.Get(port) is { } chosen)
            {
                settings = settings with { Listen = new UriBuilder(settings.Listen) { Port = chosen }.Uri };
            }

            if (call.Get(sink) is { } type)
            {
                settings = settings with { IssueSink = settings.IssueSink with { Type = type } };
            }

            var source = call.Get(events) is { } file ? InputFile.Require(file, "--events takes a file with envelopes, or - for standard input.") : null;

            // A feed prints its runs at the end, so a line for each decision would only say it twice.
            await using var dev = await DevServer.StartAsync(call, settings, source is null ? LogLevel.Information : LogLevel.Warning, cancel);
            dev.Greet(call);
            if (source is null)
            {
                await Hosting.Waiting.UntilCancelledAsync(cancel);
                return ExitCode.Ok;
            }

            return await FeedRun.RunAsync(call, source, dev.Services, call.Get(timeout) ?? TimeSpan.FromMinutes(5), cancel);
        });
    }
}
