using System.CommandLine;
using ActivityCore.Cli.DeadLetters;
using ActivityCore.Cli.Definitions;
using ActivityCore.Cli.Dev;
using ActivityCore.Cli.Events;
using ActivityCore.Cli.Evidence;
using ActivityCore.Cli.Hosting;
using ActivityCore.Cli.Runs;
using ActivityCore.Cli.Schedules;
using ActivityCore.Cli.Storage;
using ActivityCore.Cli.Tasks;
using ActivityCore.Cli.Temporal;

namespace ActivityCore.Cli.CommandLine;

/// <summary>The table of contents of the command line.</summary>
internal static class CommandTable
{
    public static IEnumerable<Command> Create(CommandBuilder build) =>
    [
        DevCommand.Create(build),
        RunCommand.Create(build),
        TemporalCommand.Create(build),
        SandboxCommand.Create(build),
        EventsCommand.Create(build),
        RunsCommand.Create(build),
        ParkedCommand.Create(build),
        TasksCommand.Create(build),
        EvidenceCommand.Create(build),
        SchedulesCommand.Create(build),
        DefinitionsCommand.Create(build),
        TestCommand.Create(build),
        ExplainCommand.Create(build),
        ResourcesCommand.Create(build),
        MigrateCommand.Create(build),
        RetentionCommand.Create(build),
        DeadLettersCommand.Create(build),
        VersionCommand.Create(build),
    ];
}
