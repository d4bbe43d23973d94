using System.CommandLine;
using ActivityCore.Cli.CommandLine;
using ActivityCore.Cli.Hosting;
using ActivityCore.Cli.Output;
using ActivityCore.Cli.Storage;
using ActivityCore.Runs;
using ActivityCore.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace ActivityCore.Cli.Runs;

/// <summary><c>activity-core parked list|release|drop</c>: runs that asked for more tasks than they may make.</summary>
internal static class ParkedCommand
{
    public static Command Create(CommandBuilder build) => CommandBuilder.Group(
        "parked", "Look at runs that asked for too many tasks, let them go on or drop them", List(build), Release(build), Drop(build));

    private static Command List(CommandBuilder build)
    {
        var page = new PageOptions(build.Time);
        return build.Action("list", "List parked runs, the newest first", page.All, async (call, cancel) =>
        {
            await using var audit = await AuditSession.OpenAsync(call, cancel);
            var filter = new RunFilter { State = RunState.Parked, Since = call.Get(page.Since) };
            call.Printer.Rows(
                (await audit.Reader.ListRunsAsync(filter, page.Page(call), cancel)).Items,
                "No parked runs.",
                ("RUN", run => run.RunId),
                ("DEFINITION", run => run.DefinitionName),
                ("CAUSE", run => run.EventType ?? run.Occurrence),
                ("TASKS", run => $"{run.Tasks}"),
                ("SINCE", run => Moment.Show(run.FinishedAt)),
                ("WHY", run => run.Why));
            return ExitCode.Ok;
        });
    }

    private static Command Release(CommandBuilder build)
    {
        var id = RunArgument();
        return build.Action("release", "Let a parked run make all its tasks", [id], (call, cancel) =>
            TellAsync(call, call.Get(id), ParkedDecision.Release, (commands, runId) => commands.ReleaseAsync(runId, cancel), cancel));
    }

    private static Command Drop(CommandBuilder build)
    {
        var id = RunArgument();
        var reason = CommonArguments.Reason("dropped");
        return build.Action("drop", "End a parked run without tasks", [id, reason], (call, cancel) =>
            TellAsync(call, call.Get(id), ParkedDecision.Drop, (commands, runId) => commands.DropAsync(runId, call.Get(reason)!.Trim(), cancel), cancel));
    }

    private static Argument<string> RunArgument() => new("run") { Description = "The run's id, or its first characters" };

    private static async Task<int> TellAsync(
        Invocation call, string id, ParkedDecision decision, Func<RunCommands, string, Task<ParkedResult>> tell, CancellationToken cancel)
    {
        await using var engine = await CommandEngine.OpenAsync(call, needsTemporal: true, cancel);
        var run = await engine.Services.GetRequiredService<AuditReader>().FindRunRecordAsync(id, cancel) ?? throw RunsCommand.NotFound(id);
        switch (await tell(engine.Services.GetRequiredService<RunCommands>(), run.RunId))
        {
            case ParkedResult.Told:
                call.Printer.One(new ToldView(run.RunId, decision), static (view, write) =>
                {
                    write.Field("run", view.RunId);
                    write.Field("told to", Word.Of(view.Told));
                    write.Field("see", $"activity-core runs show {view.RunId}");
                });
                return ExitCode.Ok;
            case ParkedResult.NotParked refused:
                throw new CliException(ExitCode.Error, $"The run {run.RunId} is {Word.Of(refused.State)}, not parked.", "activity-core parked list shows those that are.");
            case ParkedResult.Ended:
                throw new CliException(
                    ExitCode.Error, $"The workflow of {run.RunId} has ended.", $"The router finds that out within minutes; then activity-core runs show {run.RunId} says what to do.");
            default:
                throw RunsCommand.NotFound(id);
        }
    }

    private enum ParkedDecision
    {
        Release,
        Drop,
    }

    /// <summary>What the run's workflow was told; it goes on by itself. The member names are a contract (docs/cli.md).</summary>
    private sealed record ToldView(string RunId, ParkedDecision Told);
}
