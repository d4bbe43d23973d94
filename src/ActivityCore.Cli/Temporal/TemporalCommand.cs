using System.CommandLine;
using System.Net;
using ActivityCore.Cli.CommandLine;
using ActivityCore.Cli.Hosting;
using ActivityCore.Cli.Logging;
using Microsoft.Extensions.Logging;
using Temporalio.DevServer;

namespace ActivityCore.Cli.Temporal;

/// <summary><c>activity-core temporal</c>: the Temporal-compatible service alone.</summary>
internal static class TemporalCommand
{
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
        var port = new Option<int>("--port") { Description = "Port to listen on, 0 for a free one", HelpName = "port", DefaultValueFactory = _ => 7233 };
        var file = new Option<string?>("--db-filename") { Description = "File that keeps everything; by default nothing is kept", HelpName = "file" };
        var ns = new Option<string[]>("--namespace", "-n") { Description = "Namespaces to register; by default `default`", HelpName = "name" };
        return build.Action("temporal", "Run the embedded Temporal-compatible service alone", [ip, port, file, ns], async (call, cancel) =>
        {
            using var loggers = LoggerFactory.Create(logging => LineLogging.Configure(logging, call, LogLevel.Information));
            var options = new TemporalDevServerOptions
            {
                Address = call.Get(ip)!,
                Port = call.Get(port),
                DatabasePath = call.Get(file),
                LoggerFactory = loggers,
            };
            if (call.Get(ns) is { Length: > 0 } names)
            {
                options.Namespaces.Clear();
                foreach (var name in names)
                {
                    options.Namespaces.Add(name);
                }
            }

            try
            {
                await using var server = await TemporalDevServer.StartAsync(options);
                call.Printer.Message($"Temporal is up: {server.Target}, {(options.DatabasePath is { } path ? $"kept in {path}" : "nothing is kept")}. Try: temporal workflow list --address {server.Target}");
                await Waiting.UntilCancelledAsync(cancel);
                return ExitCode.Ok;
            }
            catch (IOException e)
            {
                throw new CliException(ExitCode.Error, $"{options.Address}:{options.Port} cannot be listened on: {e.Message}", "Another program may hold the port: name a free one with --port.", e);
            }
        });
    }
}
