using System.CommandLine;
using ActivityCore.Cli.CommandLine;
using ActivityCore.Cli.Output;
using ActivityCore.Cli.Runs;
using ActivityCore.Cli.Storage;
using ActivityCore.Tasks;

namespace ActivityCore.Cli.Tasks;

/// <summary><c>activity-core tasks list|why</c>.</summary>
internal static class TasksCommand
{
    public static Command Create(CommandBuilder build) => CommandBuilder.Group("tasks", "Look at tasks and why they exist", List(build), Why(build));

    private static Command List(CommandBuilder build)
    {
        var page = new PageOptions(build.Time);
        var run = new Option<string?>("--run") { Description = "Only of this run", HelpName = "run" };
        var repo = new Option<string?>("--repo") { Description = "Only for this repository", HelpName = "name" };
        var state = Choice.Of<TaskState>("--state", "Only in this state");
        return build.Action("list", "List tasks, the newest first", [run, repo, state, .. page.All], async (call, cancel) =>
        {
            await using var audit = await AuditSession.OpenAsync(call, cancel);
            var filter = new TaskFilter { RunId = call.Get(run), TargetRepo = call.Get(repo), State = call.Get(state), Since = call.Get(page.Since) };
            Print(call.Printer, (await audit.Reader.ListTasksAsync(filter, page.Page(call), cancel)).Items);
            return ExitCode.Ok;
        });
    }

    private static Command Why(CommandBuilder build)
    {
        var reference = new Argument<string>("ref") { Description = "The task's reference, its issue id, or the first characters of its key" };
        return build.Action("why", "Say why a task exists", [reference], async (call, cancel) =>
        {
            await using var audit = await AuditSession.OpenAsync(call, cancel);
            var found = await audit.Reader.ExplainTasksAsync(call.Get(reference), cancel);
            if (found.Count == 0)
            {
                throw new CliException(ExitCode.Error, $"There is no task {call.Get(reference)}.", "activity-core tasks list shows the tasks.");
            }

            if (call.Printer.Format == OutputFormat.Json)
            {
                call.Printer.Rows(found, "");
                return ExitCode.Ok;
            }

            foreach (var task in found)
            {
                call.Printer.One(task, Describe);
            }

            return ExitCode.Ok;
        });
    }

    public static void Print(Printer printer, IReadOnlyList<TaskView> tasks) => printer.Rows(
        tasks,
        "No tasks.",
        ("REF", task => task.Reference ?? $"key {task.Key[..12]}"),
        ("TITLE", task => task.Title),
        ("REPO", task => task.TargetRepo),
        ("RULE", task => task.SourceId),
        ("SINK", task => task.Sink),
        ("STATE", task => $"{Word.Of(task.State)}{(task is { State: TaskState.DryRun, DuplicateOf: not null } ? ", repeat" : "")}"));

    private static void Describe(TaskWhyView why, DetailWriter write)
    {
        var task = why.Task;
        write.Field("task", $"{task.Title}");
        write.Field("reference", task.Reference);
        write.Field("url", task.Url);
        write.Field("key", task.Key);
        write.Field("state", Word.Of(task.State));
        write.Field("error", task.LastError);
        write.Field("sink", task.Sink);
        write.Field("stands for", why.DuplicateOf is { } first ? $"the same problem as task {first}" : null);
        if (why.Event is { } cause)
        {
            write.Heading("Event");
            write.Field("event", $"{cause.Type} {cause.Id:D} of {cause.Publisher} at {Moment.Show(cause.Timestamp)}", 2);
            write.Field("attributes", cause.Attributes.GetRawText(), 2);
        }

        if (why.Run is { } run)
        {
            write.Heading("Run");
            write.Field("run", run.RunId, 2);
            write.Field("definition", $"{run.DefinitionName} ({run.DefinitionId:D}) at {run.DefinitionHash}", 2);
            write.Field("cause", run.Occurrence, 2);
        }

        if (why.Rule is { } rule)
        {
            write.Heading(task.SourceType is "instruction" ? "Instruction" : "Rule");
            RunText.Describe(rule, write);
        }

        write.Heading(why.PayloadTitle);
        write.Text(why.Payload.GetRawText());
        foreach (var attempt in why.Attempts)
        {
            write.Text($"attempt {attempt.Number} to {attempt.Sink} at {Moment.Show(attempt.StartedAt)}: {attempt.Outcome ?? "no answer recorded"}{(attempt.Detail is { Length: > 0 } detail ? $" ({detail})" : "")}");
        }
    }
}
