using System.CommandLine;
using ActivityCore.Cli.CommandLine;
using ActivityCore.Cli.Hosting;
using ActivityCore.Cli.Logging;
using ActivityCore.Routing.Schedules;
using Microsoft.Extensions.Logging;

namespace ActivityCore.Cli.Schedules;

/// <summary><c>activity-core schedules list</c>: our schedules as the service has them.</summary>
internal static class SchedulesListCommand
{
    public static Command Create(CommandBuilder build) => build.Action("list", "List the schedules that Temporal has for this installation", [], async (call, cancel) =>
    {
        using var loggers = LoggerFactory.Create(logging => LineLogging.Configure(logging, call, LogLevel.Warning));
        var client = await TemporalAccess.ConnectAsync(TemporalAccess.Address(call), call.Settings, loggers);
        var found = await new SchedulePlanner(client, new() { TaskQueue = call.Settings.Temporal.TaskQueue }).ListAsync(cancel);
        call.Printer.Rows(
            [.. found],
            "There are no schedules of this installation.",
            ("DEFINITION", schedule => schedule.Definition),
            ("CRON", schedule => schedule.Cron),
            ("ZONE", schedule => schedule.TimeZone),
            ("STATE", schedule => schedule.Paused ? $"paused: {schedule.Note}" : "active"),
            ("NEXT", schedule => Moment.Show(schedule.Next)),
            ("LAST", schedule => Moment.Show(schedule.Last)),
            ("RUNS", schedule => schedule.Runs.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ("SKIPPED", schedule => schedule.Skipped.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ("MISSED", schedule => schedule.Missed.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ("SCHEDULE", schedule => schedule.ScheduleId));
        return ExitCode.Ok;
    });
}
