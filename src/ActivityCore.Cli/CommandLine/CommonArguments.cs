using System.CommandLine;
using System.Globalization;

namespace ActivityCore.Cli.CommandLine;

/// <summary>Options that several commands have.</summary>
internal static class CommonArguments
{
    /// <summary><c>--sink</c>: one of a few words.</summary>
    public static Option<string?> Sink(string description, params string[] words)
    {
        var sink = new Option<string?>("--sink") { Description = description, HelpName = string.Join('|', words) };
        sink.CompletionSources.Add(words);
        sink.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !words.Contains(token.Value, StringComparer.Ordinal))
            {
                result.AddError($"--sink is one of {string.Join(", ", words)}, not '{token.Value}'.");
            }
        });
        return sink;
    }

    /// <summary>A span such as <c>90d</c> or <c>12h</c>.</summary>
    public static Option<TimeSpan?> Span(string name, string description) =>
        Parsed<TimeSpan>(name, description, "span", text => Moment.TryParseSpan(text, out var span) ? span : null, "a span such as 90d, 12h, 5m or 30s");

    /// <summary>A time, or an age from now.</summary>
    public static Option<DateTimeOffset?> Time(string name, string description, TimeProvider time) =>
        Parsed<DateTimeOffset>(name, description, "time", text => Moment.TryParse(text, time, out var moment) ? moment : null, "a time such as 2026-08-31T06:00:00Z or an age such as 90m, 24h or 7d");

    /// <summary>A number within bounds.</summary>
    public static Option<int?> Number(string name, string description, string helpName, int least, int most, params string[] aliases) =>
        Parsed<int>(
            name, description, helpName,
            text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : null,
            $"a number from {least} to {most}", aliases);

    /// <summary><c>--port</c>.</summary>
    public static Option<int?> Port(string description) => Number("--port", description, "port", 0, 65_535);

    /// <summary>An option with a value of its own kind; anything else is wrong usage.</summary>
    /// <param name="name">With its dashes.</param>
    /// <param name="description">For the help.</param>
    /// <param name="helpName">What stands for the value there.</param>
    /// <param name="parse">Null: the text is no such value.</param>
    /// <param name="kind">What it has to be, for the message.</param>
    /// <param name="aliases">Other names.</param>
    public static Option<T?> Parsed<T>(string name, string description, string helpName, Func<string, T?> parse, string kind, params string[] aliases)
        where T : struct => new(name, aliases)
        {
            Description = description,
            HelpName = helpName,
            CustomParser = result =>
            {
                var value = parse(result.Tokens[0].Value);
                if (value is null)
                {
                    result.AddError($"{name} is {kind}, not '{result.Tokens[0].Value}'.");
                }

                return value;
            },
        };

    /// <summary><c>--reason</c>: required and not empty.</summary>
    /// <param name="done">What is done for this reason: dropped, ...</param>
    public static Option<string> Reason(string done)
    {
        var reason = new Option<string>("--reason") { Description = "Why, for whoever asks later", HelpName = "text", Required = true };
        reason.Validators.Add(result =>
        {
            if (string.IsNullOrWhiteSpace(result.GetValue(reason)))
            {
                result.AddError($"--reason says why it is {done}; it is not empty.");
            }
        });
        return reason;
    }
}
