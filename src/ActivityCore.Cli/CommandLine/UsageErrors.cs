using System.CommandLine;
using System.CommandLine.Parsing;
using ActivityCore.Cli.Output;

namespace ActivityCore.Cli.CommandLine;

/// <summary>What is wrong with a call, in words that name the thing and what it may be.</summary>
internal static class UsageErrors
{
    public static IEnumerable<string> Of(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var isGroup = command.Subcommands.Count > 0;
        foreach (var error in parsed.Errors.Where(error => !isGroup || error.SymbolResult is OptionResult))
        {
            yield return Printable.Line(Text(error));
        }

        if (isGroup)
        {
            var names = string.Join(", ", command.Subcommands.Select(verb => verb.Name));
            yield return parsed.UnmatchedTokens is [var word, ..]
                ? Printable.Line($"There is no command {Path(parsed)} {word}. The commands are: {names}.")
                : $"{Path(parsed)} needs a command: {names}.";
        }
    }

    /// <summary>The command as it is typed: <c>activity-core runs show</c>.</summary>
    public static string Path(ParseResult parsed)
    {
        var names = new List<string>();
        for (SymbolResult? result = parsed.CommandResult; result is not null; result = result.Parent)
        {
            if (result is CommandResult { Command: not RootCommand } command)
            {
                names.Insert(0, command.Command.Name);
            }
        }

        return string.Join(' ', ["activity-core", .. names]);
    }

    private static string Text(ParseError error) => error.SymbolResult switch
    {
        ArgumentResult { Tokens.Count: 0, Argument: var missing, Parent: CommandResult } => $"<{missing.Name}> is missing: {missing.Description}.",
        ArgumentResult { Tokens: [var token], Argument: { } argument } when argument.ValueType == typeof(Guid) => $"<{argument.Name}> is a UUID, not '{token.Value}'.",
        _ => error.Message,
    };
}
