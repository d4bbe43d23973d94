using System.CommandLine;
using ActivityCore.Cli.CommandLine;
using ActivityCore.Cli.Definitions;
using ActivityCore.Cli.Hosting;
using ActivityCore.Cli.Output;
using ActivityCore.Events;
using ActivityCore.Runs;
using ActivityCore.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace ActivityCore.Cli.Runs;

/// <summary><c>activity-core runs start</c>: a run by request.</summary>
internal static class RunsStartCommand
{
    public static Command Create(CommandBuilder build)
    {
        var name = new Argument<string>("definition") { Description = "The definition's name, or a file" };
        var request = new Option<string?>("--request-id") { Description = "Names the request: the same id again is the same run; by default a new one", HelpName = "id" };
        var cause = CommonArguments.Parsed<Guid>(
            "--event", "Id of an event that came in before, for conditions and templates to see", "id", text => Guid.TryParse(text, out var id) ? id : null, "the id of an event, a UUID");
        return build.Action("start", "Start a run by hand on a Temporal service", [name, request, cause], async (call, cancel) =>
        {
            var definition = await DefinitionFiles.FindAsync(call.Get(name), call.Settings, cancel);
            await using var engine = await CommandEngine.OpenAsync(call, needsTemporal: true, cancel);
            var envelope = call.Get(cause) is { } id ? await FindEventAsync(engine.Services.GetRequiredService<IEventLog>(), id, cancel) : null;
            var (isNew, run) = await engine.Services.GetRequiredService<RunCommands>().StartManualAsync(definition, call.Get(request) ?? Guid.NewGuid().ToString("D"), envelope, cancel);
            call.Printer.One(RunView.Of(run, envelope?.Type), (view, write) =>
            {
                write.Field("run", view.RunId);
                write.Field("state", isNew ? "started" : $"this request was made before; the run is {Word.Of(view.State)}");
                write.Field("see", $"activity-core runs show {view.RunId}");
            });
            return ExitCode.Ok;
        });
    }

    private static async Task<EventEnvelope> FindEventAsync(IEventLog events, Guid id, CancellationToken cancel) =>
        (await events.ListAsync(new EventFilter { Id = id }, new PageRequest(), cancel)).Items switch
        {
            [{ PayloadRemovedAt: { } at }] => throw new CliException(ExitCode.Error, $"The attributes of the event {id:D} were removed by retention on {Moment.Show(at)}.", "Send the event again under another id."),
            [var stored] => stored.Envelope,
            [] => throw new CliException(ExitCode.Error, $"There is no event {id:D}.", "`activity-core events list` shows what came in."),
            _ => throw new CliException(ExitCode.Error, $"Several publishers have used the id {id:D}.", "Send the event again under an id of its own."),
        };
}
