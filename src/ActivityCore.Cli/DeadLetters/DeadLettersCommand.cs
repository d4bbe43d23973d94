using System.CommandLine;
using ActivityCore.Cli.CommandLine;
using ActivityCore.Cli.Output;
using ActivityCore.Cli.Storage;
using ActivityCore.Storage;

namespace ActivityCore.Cli.DeadLetters;

/// <summary><c>activity-core dlq list|show|replay|drop</c>: what could not be handled because of its content.</summary>
internal static class DeadLettersCommand
{
    public static Command Create(CommandBuilder build) => CommandBuilder.Group(
        "dlq", "Look at what could not be handled because of its content, try it again or drop it",
        List(build), Show(build), DeadLettersReplayCommand.Create(build), DeadLettersDropCommand.Create(build));

    private static Command List(CommandBuilder build)
    {
        var page = new PageOptions(build.Time);
        var kind = Choice.Of<DeadLetterKind>("--kind", "Only of this kind");
        var source = new Option<string?>("--source") { Description = "Only from this source: a stream, or a run", HelpName = "text" };
        var all = new Option<bool>("--all") { Description = "Those that are settled too" };
        return build.Action("list", "List dead letters, the newest first", [kind, source, all, .. page.All], async (call, cancel) =>
        {
            await using var audit = await AuditSession.OpenAsync(call, cancel);
            var filter = new DeadLetterFilter { Kind = call.Get(kind), Source = call.Get(source), OnlyOpen = !call.Get(all), Since = call.Get(page.Since) };
            var found = await audit.Service<IDeadLetters>().ListAsync(filter, page.Page(call), cancel);
            call.Printer.Rows(
                [.. found.Items.Select(DeadLetterView.Of)],
                "No dead letters.",
                ("ID", letter => letter.Id[..Math.Min(12, letter.Id.Length)]),
                ("KIND", letter => Word.Of(letter.Kind)),
                ("SOURCE", letter => letter.Source),
                ("COUNT", letter => $"{letter.Count}"),
                ("SINCE", letter => Moment.Show(letter.CreatedAt)),
                ("REASON", letter => letter.Reason));
            return ExitCode.Ok;
        });
    }

    private static Command Show(CommandBuilder build)
    {
        var id = new Argument<string>("id") { Description = "The letter's id, or its first characters" };
        return build.Action("show", "Show a dead letter with what came", [id], async (call, cancel) =>
        {
            await using var audit = await AuditSession.OpenAsync(call, cancel);
            var letter = await audit.Service<IDeadLetters>().FindAsync(call.Get(id), cancel) ?? throw DeadLetterSelection.NotFound(call.Get(id));
            call.Printer.One(DeadLetterView.Of(letter), static (view, write) =>
            {
                write.Field("dead letter", view.Id);
                write.Field("kind", Word.Of(view.Kind));
                write.Field("reason", view.Reason);
                write.Field("source", view.Source);
                write.Field("key", view.Key);
                write.Field("count", $"{view.Count}");
                write.Field("since", Moment.Show(view.CreatedAt));
                write.Field("settled", view.Resolution is { } how ? $"{how} at {Moment.Show(view.ResolvedAt)}" : null);
                write.Heading(view.Kind == DeadLetterKind.Event ? "What came" : "What was to be done");
                write.Text(view.Payload);
            });
            return ExitCode.Ok;
        });
    }
}
