using System.CommandLine;
using ActivityCore.Cli.CommandLine;
using ActivityCore.Cli.Output;
using ActivityCore.Cli.Storage;
using ActivityCore.Storage;

namespace ActivityCore.Cli.Events;

/// <summary><c>activity-core events send|list|show</c>.</summary>
internal static class EventsCommand
{
    public static Command Create(CommandBuilder build) => CommandBuilder.Group(
        "events", "Send events and look at those that came in", EventsSendCommand.Create(build), List(build), Show(build));

    private static Command List(CommandBuilder build)
    {
        var page = new PageOptions(build.Time);
        var type = new Option<string?>("--type") { Description = "Only this event type", HelpName = "type" };
        var publisher = new Option<string?>("--publisher") { Description = "Only from this publisher", HelpName = "name" };
        var unmatched = new Option<bool>("--no-match") { Description = "Only those that no definition asked for" };
        return build.Action("list", "List events, the newest first", [type, publisher, unmatched, .. page.All], async (call, cancel) =>
        {
            await using var audit = await AuditSession.OpenAsync(call, cancel);
            var filter = new EventFilter
            {
                Type = call.Get(type),
                Publisher = call.Get(publisher),
                NoMatch = call.Get(unmatched) ? true : null,
                Since = call.Get(page.Since),
            };
            var found = await audit.Reader.ListEventsAsync(filter, page.Page(call), cancel);
            Print(call.Printer, found.Items);
            return ExitCode.Ok;
        });
    }

    private static Command Show(CommandBuilder build)
    {
        var id = new Argument<Guid>("id") { Description = "The event's id" };
        var publisher = new Option<string?>("--publisher") { Description = "Where several publishers use the id: this one", HelpName = "name" };
        return build.Action("show", "Show an event and the runs that it caused", [id, publisher], async (call, cancel) =>
        {
            await using var audit = await AuditSession.OpenAsync(call, cancel);
            var found = await audit.Reader.FindEventsAsync(call.Get(id), call.Get(publisher), cancel);
            switch (found)
            {
                case []:
                    throw new CliException(ExitCode.Error, $"There is no event {call.Get(id):D}{(call.Get(publisher) is { } name ? $" of {name}" : "")}.", "activity-core events list shows what came in.");
                case [var only]:
                    call.Printer.One(only, Describe);
                    return ExitCode.Ok;
                default:
                    throw new CliException(
                        ExitCode.Error,
                        $"{found.Count} publishers use this id: {string.Join(", ", found.Select(item => item.Event.Publisher))}.",
                        "Name one with --publisher.");
            }
        });
    }

    public static void Print(Printer printer, IReadOnlyList<EventView> events) => printer.Rows(
        events,
        "No events.",
        ("RECEIVED", e => Moment.Show(e.ReceivedAt)),
        ("TYPE", e => e.Type),
        ("ID", e => e.Id.ToString("D")),
        ("PUBLISHER", e => e.Publisher),
        ("STATE", e => e.NoMatch ? "no match" : Word.Of(e.State)),
        ("NOTES", e => string.Join("; ", Notes(e))));

    private static IEnumerable<string> Notes(EventView e)
    {
        if (e.SchemaFlags.Count > 0)
        {
            yield return $"does not fit its schema ({e.SchemaFlags.Count})";
        }

        if (e.Conflicts > 0)
        {
            yield return $"came {e.Conflicts} times with other content";
        }
    }

    private static void Describe(EventDetailView detail, DetailWriter write)
    {
        var e = detail.Event;
        write.Field("event", e.Id.ToString("D"));
        write.Field("type", $"{e.Type} {e.Version}");
        write.Field("publisher", e.Publisher);
        write.Field("timestamp", Moment.Show(e.Timestamp));
        write.Field("received", $"{Moment.Show(e.ReceivedAt)} by {e.Intake}");
        write.Field("state", e.NoMatch ? "routed, no definition asked for it" : Word.Of(e.State));
        write.Field("attributes", e.Attributes.GetRawText());
        foreach (var flag in e.SchemaFlags)
        {
            write.Field("schema", flag);
        }

        write.Field("conflicts", e.Conflicts > 0 ? $"the id came {e.Conflicts} times with other content; the first stands" : null);
        write.Heading(detail.Runs.Count == 0 ? "No runs." : "Runs");
        foreach (var run in detail.Runs)
        {
            write.Text($"{run.RunId}  {run.DefinitionName}  {Word.Of(run.State)}  {run.Tasks} tasks  {run.Why}");
        }
    }
}
