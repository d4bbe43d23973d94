using System.CommandLine;
using System.Text.Json;
using ActivityCore.Cli.CommandLine;
using ActivityCore.Cli.Hosting;
using ActivityCore.Cli.Logging;
using ActivityCore.Cli.Output;
using ActivityCore.Events.Nats;
using ActivityCore.Sandbox;
using ActivityCore.Sandbox.InterHub;
using ActivityCore.Sandbox.IssueCore;
using Microsoft.Extensions.Logging;

namespace ActivityCore.Cli.Dev;

/// <summary><c>activity-core sandbox</c>: the neighbours' stand-ins alone, for installations that are tried out.</summary>
internal static class SandboxCommand
{
    private const int UsualPort = 8090;

    public static Command Create(CommandBuilder build)
    {
        var port = CommonArguments.Port($"Port on loopback, 0 for a free one; by default {UsualPort}");
        var rule = Choice.Of<Repeat>("--dedupe", "What issue-core takes for a repeat: the same idempotency key (default), the same triggering_event_id, or nothing");
        var nats = new Option<bool>("--nats") { Description = "issue-core consumes tasks from the stream ACT_TASKS of NATS_URL too" };
        return build.Action("sandbox", "Run stand-ins for issue-core, State Hub and Inter-Hub", [port, rule, nats], async (call, cancel) =>
        {
            if (call.Get(nats) && call.Settings.Nats.Url is null)
            {
                throw new CliException(ExitCode.Usage, "NATS_URL is not set.", "Set it to the servers that have the stream ACT_TASKS.");
            }

            var options = new SandboxOptions { Listen = new($"http://127.0.0.1:{call.Get(port) ?? UsualPort}"), Dedupe = Rule(call.Get(rule)), WithSamples = true };
            await using var sandbox = await StartAsync(options, call.Context.Time, cancel);
            Greet(call.Printer, sandbox.Address, options);
            if (call.Get(nats))
            {
                await IngestAsync(call, sandbox.Issues, cancel);
            }
            else
            {
                await Waiting.UntilCancelledAsync(cancel);
            }

            return ExitCode.Ok;
        });
    }

    // As lines that a shell takes.
    private static void Greet(Printer printer, Uri address, SandboxOptions options)
    {
        printer.Message($"The sandbox is up; {address} shows what arrived. These settings lead to it:");
        printer.Message($"  export STATE_HUB_URL={address}");
        printer.Message($"  export ISSUE_CORE_URL={address} ISSUE_CORE_API_KEY={options.IssueCoreApiKey}");
        printer.Message($"  export INTER_HUB_URL={address} OPS_HUB_KEY={options.OpsHubKey} OPS_HUB_WIDGET_MAPPING='{JsonSerializer.Serialize(SampleWidgets.Mapping)}'");
    }

    private static async Task<SandboxHost> StartAsync(SandboxOptions options, TimeProvider time, CancellationToken cancel)
    {
        try
        {
            return await SandboxHost.StartAsync(options, time, cancel);
        }
        catch (IOException e)
        {
            throw new CliException(ExitCode.Error, $"{options.Listen} cannot be listened on: {e.Message}", "Name a free port with --port (0 lets the system choose).", e);
        }
    }

    private static async Task IngestAsync(Invocation call, IssueBook book, CancellationToken cancel)
    {
        using var loggers = LoggerFactory.Create(logging => LineLogging.Configure(logging, call, LogLevel.Information));
        await using var link = new NatsLink(call.Settings.Nats, call.Context.Time, loggers.CreateLogger<NatsLink>());
        try
        {
            await new IssueIngest(await link.ConnectAsync(cancel), book).RunAsync(cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The way to end it.
        }
    }

    private static DedupeRule Rule(Repeat? repeat) => repeat switch
    {
        Repeat.Event => DedupeRule.TriggeringEventId,
        Repeat.None => DedupeRule.None,
        _ => DedupeRule.IdempotencyKey,
    };

    private enum Repeat
    {
        Key,
        Event,
        None,
    }
}
