using System.CommandLine;
using ActivityCore.Cli.CommandLine;
using Microsoft.Extensions.Logging;

namespace ActivityCore.Cli.Dev;

/// <summary><c>activity-core dev</c>: everything in one process, on one port.</summary>
internal static class DevCommand
{
    public static Command Create(CommandBuilder build)
    {
        var port = new Option<int?>("--port") { Description = "Port for pages, API and Temporal, 0 for a free one; by default the one of ACTIVITY_CORE_LISTEN", HelpName = "port" };
        port.Validators.Add(result =>
        {
            if (result.GetValue(port) is < 0 or > 65_535)
            {
                result.AddError("--port is a number from 0 to 65535.");
            }
        });
        var events = new Option<string?>("--events") { Description = "Take envelopes (JSON lines or a JSON array, - for standard input), wait for their runs, print them and end", HelpName = "file" };
        var timeout = new Option<TimeSpan>("--timeout")
        {
            Description = "With --events: how long to wait for the runs (30s, 5m, 1h); by default 5m",
            HelpName = "span",
            DefaultValueFactory = _ => TimeSpan.FromMinutes(5),
            CustomParser = result =>
            {
                if (Moment.TryParseSpan(result.Tokens[0].Value, out var span))
                {
                    return span;
                }

                result.AddError($"--timeout is a span such as 30s, 5m or 1h, not '{result.Tokens[0].Value}'.");
                return default;
            },
        };
        var sink = new Option<string?>("--sink") { Description = "null, rest or nats; by default ISSUE_SINK_TYPE. rest without ISSUE_CORE_URL sends tasks to the sandbox", HelpName = "sink" };
        sink.AcceptOnlyFromAmong("null", "rest", "nats");
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

            var source = call.Get(events);
            if (source is not null and not "-" && !File.Exists(source))
            {
                throw new CliException(ExitCode.Usage, $"There is no file {source}.", "--events takes a file with envelopes, or - for standard input.");
            }

            // A feed prints its runs at the end, so a line for each decision would only say it twice.
            await using var dev = await DevServer.StartAsync(call, settings, source is null ? LogLevel.Information : LogLevel.Warning, cancel);
            dev.Greet(call);
            if (source is null)
            {
                await Hosting.Waiting.UntilCancelledAsync(cancel);
                return ExitCode.Ok;
            }

            return await FeedRun.RunAsync(call, source, dev.Services, call.Get(timeout), cancel);
        });
    }
}
