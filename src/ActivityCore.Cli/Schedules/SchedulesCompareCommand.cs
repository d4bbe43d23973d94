using System.CommandLine;
using ActivityCore.Cli.CommandLine;
using ActivityCore.Cli.Definitions;
using ActivityCore.Cli.Storage;
using ActivityCore.Definitions;
using ActivityCore.Storage;
using ActivityCore.Tasks;

namespace ActivityCore.Cli.Schedules;

/// <summary><c>activity-core schedules compare</c>: whether a definition did what the cron job beside it did (docs/cron-migration.md).</summary>
internal static class SchedulesCompareCommand
{
    public static Command Create(CommandBuilder build)
    {
        var name = new Argument<string>("definition") { Description = "The definition's name, or a file" };
        var old = new Option<string?>("--old") { Description = "What the old job asked for: a line a task, repository, tab, title; without it only ticks are looked at", HelpName = "file" };
        var page = new PageOptions(build.Time);
        return build.Action("compare", "Show whether every tick had its run, and whether old job and definition asked for the same tasks", [name, old, page.Since], async (call, cancel) =>
        {
            var definition = await DefinitionFiles.FindAsync(call.Get(name), call.Settings, cancel);
            if (!definition.Triggers.Any(trigger => trigger is Trigger.OnCron))
            {
                throw new CliException(ExitCode.Usage, $"{definition.Name} has no cron trigger.");
            }

            var until = build.Time.GetUtcNow();
            var since = call.Get(page.Since) ?? until.AddDays(-7);
            var expected = call.Get(old) is { } file ? await SideBySide.ReadAsync(file, cancel) : null;
            await using var audit = await AuditSession.OpenAsync(call, cancel);
            var both = new SideBySide(audit.Service<IRunLog>(), audit.Service<ITaskSpawnLog>());
            List<CompareView> rows = [.. await both.TicksAsync(definition, since, until, cancel)];
            if (expected is not null)
            {
                rows.AddRange(await both.TasksAsync(definition, since, expected, cancel));
            }

            call.Printer.Rows(rows, "No tick was due.", ("WHAT", row => row.What), ("RESULT", row => row.Result), ("AT", row => Moment.Show(row.At)), ("REPO", row => row.TargetRepo), ("TITLE", row => row.Title));
            var differences = rows.Count(row => !row.Agrees);
            call.Printer.Message(differences == 0 ? "Old and new agree." : $"{differences} of {rows.Count} rows differ.");
            return differences == 0 ? ExitCode.Ok : ExitCode.Error;
        });
    }
}
