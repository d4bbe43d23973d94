using System.CommandLine;
using ActivityCore.Cli.CommandLine;

namespace ActivityCore.Cli.Schedules;

/// <summary><c>activity-core schedules list|plan|next|compare</c>.</summary>
internal static class SchedulesCommand
{
    public static Command Create(CommandBuilder build) =>
        CommandBuilder.Group(
        "schedules", "When cron triggers fire, and the schedules of Temporal", SchedulesListCommand.Create(build), SchedulesPlanCommand.Create(build), SchedulesNextCommand.Create(build),
        SchedulesCompareCommand.Create(build));
}
