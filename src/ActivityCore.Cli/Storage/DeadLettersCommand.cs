using System.CommandLine;
using ActivityCore.Cli.CommandLine;
using ActivityCore.Cli.Output;
using ActivityCore.Storage;

namespace ActivityCore.Cli.Storage;

/// <summary><c>activity-core dlq list|show</c>: what could not be handled because of its content.</summary>
internal static class DeadLettersCommand
{
    public static Command Create(CommandBuilder build) => CommandBuilder.Group("dlq", "Look at what could not be handled because of its content", List(build), Show(build));

    private static Command List(CommandBuilder build)
    {
        var page = new PageOptions(build.Time);
        var kind = Choice.Of<DeadLetterKind>("--kind", "Only of this kind");
        var all = new Option<bool>("--all") { Description = "Those that are settled too" };
        return build.Action("list", "List dead letters, the newest first", [kind, all, .. page.All], async (call, cancel) =>
        {
            await using var audit = await AuditSession.OpenAsync(call, cancel);
            var filter = new DeadLetterFilter { Kind = call.Get(kind), OnlyOpen = !call.Get(all), Since = call.Get(page.Since) };
            var found = await audit.Service<IDeadLetters>().ListAsync(filter, page.Page(call), cancel);
            call.Printer.Rows(
                [.. found.Items.Select(View)],
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
            var letter = await audit.Service<IDeadLetters>().FindAsync(call.Get(id), cancel)
                ?? throw new CliException(ExitCode.Error, $"There is no dead letter {call.Get(id)}, or several begin so.", "activity-core dlq list --all shows them.");
            call.Printer.One(View(letter), static (view, write) =>
            {
                write.Field("dead letter", view.Id);
                write.Field("kind", Word.Of(view.Kind));
                write.Field("reason", view.Reason);
                write.Field("source", view.Source);
                write.Field("key", view.Key);
                write.Field("count", $"{view.Count}");
                write.Field("since", Moment.Show(view.CreatedAt));
                write.Field("settled", view.Resolution is { } how ? $"{how} at {Moment.Show(view.ResolvedAt)}" : null);
                write.Heading("What came");
                write.Text(view.Payload);
            });
            return ExitCode.Ok;
        });
    }

    private static DeadLetterView View(DeadLetter letter) => new(
        letter.Id, letter.Kind, letter.Key, letter.Reason, letter.Source, letter.Count, letter.CreatedAt, letter.ResolvedAt, letter.Resolution, letter.Payload);

    /// <summary>A dead letter; the member names are a contract (docs/cli.md).</summary>
    private sealed record DeadLetterView(
        string Id, DeadLetterKind Kind, string Key, string Reason, string Source, int Count, DateTimeOffset CreatedAt, DateTimeOffset? ResolvedAt, string? Resolution, string Payload);
}
