using System.CommandLine;
using ActivityCore.Cli.CommandLine;
using ActivityCore.Cli.Definitions;
using ActivityCore.Cli.Hosting;
using ActivityCore.Cli.Output;
using ActivityCore.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace ActivityCore.Cli.Runs;

/// <summary><c>activity-core runs start</c>: a run by request.</summary>
internal static class RunsStartCommand
{
    public static Command Create(CommandBuilder build)
    {
        var name = new Argument<string>("definition") { Description = "The definition's name, or a file" };
        var request = new Option<string?>("--request-id") { Description = "Names the request: the same id again is the same run; by default a new one", HelpName = "id" };
        return build.Action("start", "Start a run by hand on a Temporal service", [name, request], async (call, cancel) =>
        {
            var definition = await DefinitionFiles.FindAsync(call.Get(name), call.Settings, cancel);
            await using var engine = await CommandEngine.OpenAsync(call, needsTemporal: true, cancel);
            var (isNew, run) = await engine.Services.GetRequiredService<RunCommands>().StartManualAsync(definition, call.Get(request) ?? Guid.NewGuid().ToString("D"), cancellationToken: cancel);
            call.Printer.One(RunView.Of(run, eventType: null), (view, write) =>
            {
                write.Field("run", view.RunId);
                write.Field("state", isNew ? "started" : $"this request was made before; the run is {Word.Of(view.State)}");
                write.Field("see", $"activity-core runs show {view.RunId}");
            });
            return ExitCode.Ok;
        });
    }
}
