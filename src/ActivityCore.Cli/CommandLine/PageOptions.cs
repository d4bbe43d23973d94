using System.CommandLine;
using ActivityCore.Storage;

namespace ActivityCore.Cli.CommandLine;

/// <summary><c>--limit</c> and <c>--since</c> of every list.</summary>
internal sealed class PageOptions(TimeProvider time)
{
    private const int Usual = 50;

    public Option<int?> Limit { get; } = CommonArguments.Number("--limit", $"At most this many, the newest first; by default {Usual}", "count", 1, 1_000, "-n");

    public Option<DateTimeOffset?> Since { get; } = CommonArguments.Time("--since", "Only those from this time on: 2026-08-31T06:00:00Z, or an age such as 90m, 24h or 7d", time);

    public IEnumerable<Symbol> All => [Limit, Since];

    public PageRequest Page(Invocation call) => new(call.Get(Limit) ?? Usual);
}
