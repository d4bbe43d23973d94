using System.Globalization;
using ActivityCore.Cli.CommandLine;
using ActivityCore.Cli.Output;
using ActivityCore.Rules;
using ActivityCore.Storage;
using Microsoft.AspNetCore.Http;

namespace ActivityCore.Cli.Web;

/// <summary>Reads the parameters of a list's address.</summary>
internal static class Query
{
    private const int DefaultLimit = 50;

    public static string? Text(HttpContext http, string name) => http.Request.Query[name].ToString() is { Length: > 0 } text ? text : null;

    /// <summary><c>limit</c> (1 to 1,000) and <c>before</c> (the <c>next</c> of the page before). A parameter that is none of the list's is refused: left out, it would widen the answer.</summary>
    public static PageRequest Page(HttpContext http, params string[] others)
    {
        string[] known = [.. others, "limit", "before"];
        if (http.Request.Query.Keys.FirstOrDefault(key => !known.Contains(key, StringComparer.OrdinalIgnoreCase)) is { } name)
        {
            throw new BadQueryException($"There is no parameter {name}{(Suggestion.For(name, known) is { Length: > 0 } near ? near : $": this list takes {string.Join(", ", known)}.")}");
        }

        return new((int)(Number(http, "limit", 1, 1000) ?? DefaultLimit), Number(http, "before", 1, long.MaxValue));
    }

    public static T? Choice<T>(HttpContext http, string name)
        where T : struct, Enum
    {
        if (Text(http, name) is not { } text)
        {
            return null;
        }

        foreach (var value in Enum.GetValues<T>())
        {
            if (string.Equals(Word.Of(value), text, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        throw new BadQueryException($"{name} is one of {string.Join(", ", Enum.GetValues<T>().Select(Word.Of))}.");
    }

    public static DateTimeOffset? Since(HttpContext http)
    {
        if (Text(http, "since") is not { } text)
        {
            return null;
        }

        return Moment.TryParse(text, http.Service<TimeProvider>(), out var since)
            ? since
            : throw new BadQueryException("since is a time such as 2026-08-31T06:00:00Z or an age such as 90m, 24h or 7d.");
    }

    private static long? Number(HttpContext http, string name, long least, long most)
    {
        if (Text(http, name) is not { } text)
        {
            return null;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new BadQueryException($"{name} is a number from {least}{(most < long.MaxValue ? $" to {most}" : "")}.");
    }
}
