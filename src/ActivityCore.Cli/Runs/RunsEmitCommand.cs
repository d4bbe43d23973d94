using System.CommandLine;
using ActivityCore.Cli.CommandLine;
using ActivityCore.Cli.Hosting;
using ActivityCore.Cli.Storage;
using ActivityCore.Cli.Tasks;
using ActivityCore.Runs;
using ActivityCore.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace ActivityCore.Cli.Runs;

/// <summary><c>activity-core runs emit</c>: sends the tasks of a dry run live, once.</summary>
internal static class RunsEmitCommand
{
    public static Command Create(CommandBuilder build)
    {
        var id = new Argument<string>("run") { Description = "The run's id, or its first characters" };
        var sink = CommonArguments.Sink("Where to; by default ISSUE_SINK_TYPE", "null", "rest", "nats");
        return build.Action("emit", "Send the tasks of a decided run: a dry run's tasks live, once", [id, sink], async (call, cancel) =>
        {
            await using var engine = await CommandEngine.OpenAsync(call, needsTemporal: false, cancel);
            var run = await engine.Services.GetRequiredService<AuditReader>().FindRunRecordAsync(call.Get(id), cancel) ?? throw RunsCommand.NotFound(call.Get(id));
            // A dry run beside live tasks would only be noise in the audit; whoever wants it says so.
            if (call.Get(sink) is null && call.Settings.IssueSink.Type is "null")
            {
                throw new CliException(ExitCode.Usage, "ISSUE_SINK_TYPE is null here, so nothing would be sent.", "Name the sink: --sink rest or --sink nats.");
            }

            return await engine.Services.GetRequiredService<RunCommands>().EmitAsync(run.RunId, call.Get(sink), cancel) switch
            {
                EmitResult.Emitted emitted => Report(call, emitted.Outcome),
                EmitResult.NotReady refused => throw new CliException(ExitCode.Error, refused.Reason, $"activity-core runs show {run.RunId} says more."),
                _ => throw RunsCommand.NotFound(call.Get(id)),
            };
        });
    }

    private static int Report(Invocation call, EmissionOutcome outcome)
    {
        TasksCommand.Print(call.Printer, [.. outcome.Settled.Select(TaskView.Of)]);
        if (outcome.IsComplete)
        {
            return ExitCode.Ok;
        }

        call.Printer.Message(outcome.Describe());
        call.Printer.Message(outcome.Retryable ? "Run the command again: tasks that have a reference are not sent twice." : "activity-core dlq list shows what was refused.");
        return ExitCode.Error;
    }
}
