using System.CommandLine;
using ActivityCore.Cli.CommandLine;
using ActivityCore.Cli.Hosting;
using ActivityCore.Cli.Logging;
using ActivityCore.Runs;
using Microsoft.Extensions.Logging;

namespace ActivityCore.Cli.Temporal;

/// <summary><c>activity-core resources apply|check</c>: what a Temporal namespace must have before runs can be started in it.</summary>
internal static class ResourcesCommand
{
    public static Command Create(CommandBuilder build) => CommandBuilder.Group(
        "resources", "Search attributes that the Temporal namespace needs", Apply(build), Check(build));

    private static Command Apply(CommandBuilder build) => build.Action("apply", "Register what is missing", [], async (call, cancel) =>
    {
        using var loggers = LoggerFactory.Create(logging => LineLogging.Configure(logging, call, LogLevel.Warning));
        var client = await TemporalAccess.ConnectAsync(TemporalAccess.Address(call), call.Settings, loggers, attempts: TemporalAccess.AttemptsOfServers);
        Print(call, [.. (await TemporalResources.ApplyAsync(client, cancel)).Select(name => new ResourceView(name, "registered"))], "Nothing was missing.");
        return ExitCode.Ok;
    });

    private static Command Check(CommandBuilder build) => build.Action("check", "Show what is missing, change nothing", [], async (call, cancel) =>
    {
        using var loggers = LoggerFactory.Create(logging => LineLogging.Configure(logging, call, LogLevel.Warning));
        var client = await TemporalAccess.ConnectAsync(TemporalAccess.Address(call), call.Settings, loggers);
        var missing = await TemporalResources.FindMissingAsync(client, cancel);
        Print(call, [.. missing.Select(name => new ResourceView(name, "missing"))], "Nothing is missing.");
        if (missing.Count == 0)
        {
            return ExitCode.Ok;
        }

        call.Printer.Message("activity-core resources apply registers them.");
        return ExitCode.Error;
    });

    private static void Print(Invocation call, IReadOnlyList<ResourceView> resources, string whenEmpty) =>
        call.Printer.Rows(resources, whenEmpty, ("SEARCH ATTRIBUTE", r => r.Name), ("STATE", r => r.State));

    /// <summary>A search attribute; the member names are a contract (docs/cli.md).</summary>
    private sealed record ResourceView(string Name, string State);
}
