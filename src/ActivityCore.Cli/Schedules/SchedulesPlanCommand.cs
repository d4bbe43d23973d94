using System.CommandLine;
using ActivityCore.Cli.CommandLine;
using ActivityCore.Cli.Definitions;
using ActivityCore.Cli.Hosting;
using ActivityCore.Cli.Logging;
using ActivityCore.Cli.Output;
using ActivityCore.Routing.Schedules;
using Microsoft.Extensions.Logging;

namespace ActivityCore.Cli.Schedules;

/// <summary><c>activity-core schedules plan</c>: what a router would change in the service, from the folder of this machine.</summary>
internal static class SchedulesPlanCommand
{
    public static Command Create(CommandBuilder build)
    {
        var exitCode = new Option<bool>("--exit-code") { Description = $"End with {ExitCode.Unchanged} when there is nothing to change" };
        return build.Action("plan", "Show what a router would change in the schedules of Temporal, change nothing", [exitCode], async (call, cancel) =>
        {
            var (catalog, folder) = await DefinitionFiles.ReadAsync(path: null, call.Settings, cancel);
            if (catalog.Entries.Count == 0)
            {
                throw new CliException(ExitCode.Usage, $"{folder} holds no definition (*.yaml).", "A router would leave every schedule as it is.");
            }

            using var loggers = LoggerFactory.Create(logging => LineLogging.Configure(logging, call, LogLevel.Warning));
            var client = await TemporalAccess.ConnectAsync(TemporalAccess.Address(call), call.Settings, loggers);
            var planner = new SchedulePlanner(client, new() { TaskQueue = call.Settings.Temporal.TaskQueue });
            var changes = await planner.PlanAsync(catalog, cancel);
            call.Printer.Rows(
                [.. changes.Select(change => new ChangeView(change.Kind, change.ScheduleId, change.Definition, change.Why))],
                "The schedules are in step with the definitions.",
                ("CHANGE", change => Word.Of(change.Change)),
                ("SCHEDULE", change => change.Schedule),
                ("DEFINITION", change => change.Definition),
                ("WHY", change => change.Why));
            if (catalog.HasErrors)
            {
                call.Printer.Message("There are definitions that cannot be used: `activity-core definitions validate` names them.");
                return ExitCode.Usage;
            }

            return call.Get(exitCode) && !changes.Any(change => change.Acts) ? ExitCode.Unchanged : ExitCode.Ok;
        });
    }

    /// <summary>A step of the plan; the member names are a contract (docs/cli.md).</summary>
    private sealed record ChangeView(ScheduleChangeKind Change, string Schedule, string Definition, string Why);
}
