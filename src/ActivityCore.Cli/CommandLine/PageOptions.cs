using System.CommandLine;
using ActivityCore.Storage;

namespace ActivityCore.Cli.CommandLine;

/// <summary><c>--limit</c> and <c>--since</c> of every list.</summary>
internal sealed class PageOptions
{
    public Option<int> Limit { get; } = new("--limit", "-n")
    {
        Description = "At most this many, the newest first (1 to 1000)",
        HelpName = "count",
        DefaultValueFactory = _ => 50,
    };

    public Option<DateTimeOffset?> Since { get; } = new("--since")
    {
        Description = "Only those from this time on: 2026-08-31T06:00:00Z, or an age such as 90m, 24h or 7d",
        HelpName = "time",
    };

    public PageOptions(TimeProvider time)
    {
        Limit.Validators.Add(result =>
        {
            if (result.GetValue(Limit) is < 1 or > 1000)
            {
                result.AddError("--limit is a number from 1 to 1000.");
            }
        });
        Since.CustomParser = result =>
        {
            if (Moment.TryParse(result.Tokens[0].Value, time, out var moment))
            {
                return moment;
            }

            result.AddError($"--since is a time such as 2026-08-31T06:00:00Z or an age such as 90m, 24h or 7d, not '{result.Tokens[0].Value}'.");
            return null;
        };
    }

    public IEnumerable<Symbol> All => [Limit, Since];

    public PageRequest Page(Invocation call) => new(call.Get(Limit));
}
