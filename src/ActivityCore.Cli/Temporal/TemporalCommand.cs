using System.CommandLine;
using System.Net;
using ActivityCore.Cli.CommandLine;
using ActivityCore.Cli.Hosting;
using ActivityCore.Cli.Logging;
using ActivityCore.Cli.Temporal.Inspection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Temporalio.Client;
using Temporalio.DevServer;

namespace ActivityCore.Cli.Temporal;

/// <summary><c>activity-core temporal</c>: the Temporal-compatible service alone.</summary>
internal static class TemporalCommand
{
    private const int UsualPort = 7233;

    public static Command Create(CommandBuilder build)
    {
        var ip = new Option<IPAddress>("--ip")
        {
            Description = "Address to listen on",
            HelpName = "address",
            DefaultValueFactory = _ => IPAddress.Loopback,
            CustomParser = result =>
            {
                if (IPAddress.TryParse(result.Tokens[0].Value, out var address))
                {
                    return address;
                }

                result.AddError($"--ip is an address such as 127.0.0.1 or 0.0.0.0, not '{result.Tokens[0].Value}'.");
                return null;
            },
        };
        var port = CommonArguments.Port($"Port to listen on, 0 for a free one; by default {UsualPort}");
        var file = new Option<string?>("--db-filename") { Description = "File that keeps everything; by default nothing is kept", HelpName = "file" };
        var ns = new Option<string[]>("--namespace", "-n") { Description = "Namespaces to register; by default `default`", HelpName = "name" };
        return build.Action("temporal", "Run the embedded Temporal-compatible service alone, with pages to look into it", [ip, port, file, ns], async (call, cancel) =>
        {
            void Logging(ILoggingBuilder logging) => LineLogging.Configure(logging, call, LogLevel.Information);

            using var loggers = LoggerFactory.Create(Logging);
            var options = new TemporalDevServerOptions { DatabasePath = call.Get(file), LoggerFactory = loggers };
            if (call.Get(ns) is { Length: > 0 } names)
            {
                options.Namespaces.Clear();
                foreach (var name in names)
                {
                    options.Namespaces.Add(name);
                }
            }

            await using var service = await TemporalDevService.OpenAsync(options);
            var listen = new Uri($"http://{new IPEndPoint(call.Get(ip)!, call.Get(port) ?? UsualPort)}");
            await using var front = await WebFront.OpenAsync(listen, Logging, service.HandleAsync, sandbox: null, cancel, InspectionSite.Map);
            // The pages are clients of the service like any other.
            var target = TemporalAccess.Loopback(front.Address);
            await using var pages = new ServiceCollection()
                .AddSingleton<ITemporalConnection>(TemporalConnection.CreateLazy(new TemporalConnectionOptions(target)))
                .BuildServiceProvider();
            front.Serve(pages, ActivityCoreRoles.Api);
            call.Printer.Message($"Temporal is up: {target}, {(options.DatabasePath is { } path ? $"kept in {path}" : "nothing is kept")}. Try: temporal workflow list --address {target}");
            call.Printer.Message($"  pages     http://{target}");
            await Waiting.UntilCancelledAsync(cancel);
            front.Retire();
            // Before the port closes: long polls would hold it open.
            service.BeginStop();
            return ExitCode.Ok;
        });
    }
}
