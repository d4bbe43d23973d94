using System.CommandLine;
using ActivityCore.Cli.CommandLine;
using ActivityCore.Storage;

namespace ActivityCore.Cli.DeadLetters;

/// <summary>Which dead letters a command is about: those that are named, or every open one that fits.</summary>
internal sealed class DeadLetterSelection(TimeProvider time)
{
    private const int PageSize = 500;

    private readonly Argument<string[]> _ids = new("id") { Description = "Ids of letters, or their first characters", Arity = ArgumentArity.ZeroOrMore, DefaultValueFactory = _ => [] };
    private readonly Option<bool> _all = new("--all") { Description = "Every open letter that fits --kind, --source and --since" };
    private readonly Option<DeadLetterKind?> _kind = Choice.Of<DeadLetterKind>("--kind", "With --all: only of this kind");
    private readonly Option<string?> _source = new("--source") { Description = "With --all: only from this source, as dlq list shows it", HelpName = "text" };
    private readonly Option<DateTimeOffset?> _since = new PageOptions(time).Since;
    private readonly Option<bool> _yes = new("--yes") { Description = "With --all: really do it" };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Show which letters are meant, change nothing" };

    public IEnumerable<Symbol> All => [_ids, _all, _kind, _source, _since, _yes, _dryRun];

    public bool IsDryRun(Invocation call) => call.Get(_dryRun);

    public static CliException NotFound(string id) => new(ExitCode.Error, $"There is no dead letter {id}, or several begin so.", "activity-core dlq list --all shows them.");

    /// <summary>The letters, the oldest first: events go through in the order in which they came.</summary>
    /// <exception cref="CliException">None is meant, one that is named is not there, or all of them are and nobody has said yes.</exception>
    public async Task<IReadOnlyList<DeadLetter>> FindAsync(Invocation call, IDeadLetters letters, CancellationToken cancel)
    {
        var ids = call.Get(_ids);
        if (ids.Length > 0 == call.Get(_all))
        {
            throw new CliException(ExitCode.Usage, "Name the letters, or say --all.", "activity-core dlq list shows them.");
        }

        if (ids.Length > 0)
        {
            return await FindNamedAsync(ids, letters, cancel);
        }

        var found = await FindAllAsync(new() { Kind = call.Get(_kind), Source = call.Get(_source), Since = call.Get(_since) }, letters, cancel);
        return found.Count == 0 || call.Get(_yes) || call.Get(_dryRun)
            ? found
            : throw new CliException(ExitCode.Usage, $"--all means {found.Count} dead letters here.", "Say --yes to do it, or --dry-run to see which.");
    }

    private static async Task<IReadOnlyList<DeadLetter>> FindNamedAsync(IEnumerable<string> ids, IDeadLetters letters, CancellationToken cancel)
    {
        List<DeadLetter> found = [];
        foreach (var id in ids)
        {
            found.Add(await letters.FindAsync(id, cancel) ?? throw NotFound(id));
        }

        return [.. found.DistinctBy(letter => letter.Sequence).OrderBy(letter => letter.Sequence)];
    }

    private static async Task<IReadOnlyList<DeadLetter>> FindAllAsync(DeadLetterFilter filter, IDeadLetters letters, CancellationToken cancel)
    {
        List<DeadLetter> found = [];
        long? before = null;
        do
        {
            var page = await letters.ListAsync(filter, new(PageSize, before), cancel);
            found.AddRange(page.Items);
            before = page.Next;
        }
        while (before is not null);
        found.Reverse();
        return found;
    }
}
