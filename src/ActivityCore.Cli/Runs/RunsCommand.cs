using System.CommandLine;
using ActivityCore.Cli.CommandLine;
using ActivityCore.Cli.Output;
using ActivityCore.Cli.Storage;
using ActivityCore.Storage;

namespace ActivityCore.Cli.Runs;

/// <summary><c>activity-core runs list|show|start|emit|capture</c>.</summary>
internal static class RunsCommand
{
    public static Command Create(CommandBuilder build) => CommandBuilder.Group(
        "runs", "Look at runs, start one by hand, send a dry run's tasks live, keep one as a golden case",
        List(build), Show(build), RunsStartCommand.Create(build), RunsEmitCommand.Create(build), RunsCaptureCommand.Create(build));

    private static Command List(CommandBuilder build)
    {
        var page = new PageOptions(build.Time);
        var definition = new Option<string?>("--definition") { Description = "Only of this definition, by name", HelpName = "name" };
        var state = Choice.Of<RunState>("--state", "Only in this state");
        return build.Action("list", "List runs, the newest first", [definition, state, .. page.All], async (call, cancel) =>
        {
            await using var audit = await AuditSession.OpenAsync(call, cancel);
            var filter = new RunFilter { DefinitionName = call.Get(definition), State = call.Get(state), Since = call.Get(page.Since) };
            Print(call.Printer, (await audit.Reader.ListRunsAsync(filter, page.Page(call), cancel)).Items);
            return ExitCode.Ok;
        });
    }

    private static Command Show(CommandBuilder build)
    {
        var id = new Argument<string>("run") { Description = "The run's id, or its first characters" };
        return build.Action("show", "Show a run: why each rule matched or not, and its tasks", [id], async (call, cancel) =>
        {
            await using var audit = await AuditSession.OpenAsync(call, cancel);
            var run = await audit.Reader.FindRunAsync(call.Get(id), audit.TemporalPage, cancel) ?? throw NotFound(call.Get(id));
            call.Printer.One(run, RunText.Describe);
            return ExitCode.Ok;
        });
    }

    public static CliException NotFound(string id) =>
        new(ExitCode.Error, $"There is no run {id}.", "activity-core runs list shows the runs.");

    public static void Print(Printer printer, IReadOnlyList<RunView> runs) => printer.Rows(
        runs,
        "No runs.",
        ("RUN", run => run.RunId),
        ("DEFINITION", run => run.DefinitionName),
        ("CAUSE", run => run.EventType ?? run.Occurrence),
        ("STATE", run => Word.Of(run.State)),
        ("VERDICTS", run => run.Verdicts),
        ("TASKS", run => $"{run.Tasks}"),
        ("WHY", run => run.Why));
}
