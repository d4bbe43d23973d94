using System.CommandLine;
using ActivityCore.Cli.CommandLine;

namespace ActivityCore.Cli.Tests.Docs;

/// <summary>Commands in pages are commands of the program, with its options; and the page of the command line has all of them.</summary>
public sealed class CommandTests
{
    private const string Program = "activity-core ";

    private static readonly RootCommand Root = CommandRoot.Build(
        new CliContext { Out = TextWriter.Null, Error = TextWriter.Null, In = TextReader.Null, Environment = new Dictionary<string, string?>(StringComparer.Ordinal) });

    [Fact]
    public void Commands_OfEveryPage_AreThoseOfTheProgram()
    {
        var wrong = DocumentPage.All.SelectMany(page => page.Spans.Concat(page.Blocks.Where(block => block.Language is "sh" or "").SelectMany(block => block.Text.Split('\n')))
            .SelectMany(Calls)
            .Select(call => Fault(call) is { } fault ? $"{page}: {Program}{call}: {fault}" : null).OfType<string>());

        Assert.Equal("", string.Join(Environment.NewLine, wrong));
    }

    [Fact]
    public void CommandLinePage_NamesEveryCommand()
    {
        var named = DocumentPage.Of("docs/cli.md").CodeRows().SelectMany(row => row[0].Split("`, `")).SelectMany(Alternatives).ToHashSet(StringComparer.Ordinal);

        Assert.DoesNotContain(Leaves(Root, []), path => !named.Any(name => name == path || name.StartsWith($"{path} ", StringComparison.Ordinal)));
    }

    // What stands after the program's name, up to the end of the command.
    private static IEnumerable<string> Calls(string text)
    {
        for (var at = text.IndexOf(Program, StringComparison.Ordinal); at >= 0; at = text.IndexOf(Program, at + 1, StringComparison.Ordinal))
        {
            // Not a part of another word, and not the value of another program's option.
            if (at > 0 && (text[at - 1] is not (' ' or '/' or '(') || text[..at].TrimEnd().Split(' ')[^1].StartsWith('-')))
            {
                continue;
            }

            yield return text[(at + Program.Length)..].Split(" #")[0].Split(" | ")[0].Split(" > ")[0].Split(" && ")[0].Trim();
        }
    }

    private static string? Fault(string call)
    {
        Command command = Root;
        var first = true;
        foreach (var word in call.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.Trim('[', ']', '"', '\'', ',', ';', ')', '(')))
        {
            if (word.StartsWith('-') && word.Length > 1)
            {
                var name = word.Split('=')[0].Split('|')[0];
                if (!Chain(command).SelectMany(c => c.Options).Any(option => option.Name == name || option.Aliases.Contains(name)))
                {
                    return $"{command.Name} has no option {name}";
                }
            }
            else if (command.Subcommands.FirstOrDefault(c => c.Name == word.Split('|')[0]) is { } subcommand)
            {
                command = subcommand;
            }
            else if (first && char.IsAsciiLetterLower(word.FirstOrDefault('-')))
            {
                return $"there is no command {word}";
            }
            else if (command.Subcommands.Count > 0 && command != Root && char.IsAsciiLetterLower(word.FirstOrDefault('-')))
            {
                return $"{command.Name} has no command {word}";
            }

            first = false;
        }

        return null;
    }

    private static IEnumerable<Command> Chain(Command command) => command.Parents.OfType<Command>().SelectMany(Chain).Prepend(command);

    private static IEnumerable<string> Leaves(Command command, string[] path) => command.Subcommands.Count == 0
        ? [string.Join(' ', path)]
        : command.Subcommands.SelectMany(subcommand => Leaves(subcommand, [.. path, subcommand.Name]));

    // "resources apply|check" names two.
    private static IEnumerable<string> Alternatives(string call) => call.Trim('`').Split(' ').Aggregate(
        (IEnumerable<string>)[""],
        (soFar, word) => soFar.SelectMany(path => word.Split('|').Select(choice => path.Length == 0 ? choice : $"{path} {choice}")));
}
