using System.CommandLine;
using ActivityCore.Cli.CommandLine;

namespace ActivityCore.Cli.Schedules;

/// <summary><c>activity-core schedules next</c>.</summary>
internal static class SchedulesCommand
{
    public static Command Create(CommandBuilder build) =>
        CommandBuilder.Group("schedules", "When cron triggers fire", SchedulesNextCommand.Create(build));
}
