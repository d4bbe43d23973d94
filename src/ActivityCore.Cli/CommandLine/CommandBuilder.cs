using System.CommandLine;
using ActivityCore.Cli.Output;

namespace ActivityCore.Cli.CommandLine;

/// <summary>Makes commands whose action gets the invocation and whose failures end in the table of exit codes.</summary>
internal sealed class CommandBuilder(CliContext context, CommonOptions options)
{
    public TimeProvider Time => context.Time;

    /// <summary>A command that does something.</summary>
    /// <param name="name">The verb.</param>
    /// <param name="description">For the help.</param>
    /// <param name="symbols">Its own arguments and options.</param>
    /// <param name="action">Returns the exit code.</param>
    /// <param name="hasFindings">Whether it finds faults in files, and so prints them as <see cref="OutputFormat.Github"/> too.</param>
    public Command Action(string name, string description, IEnumerable<Symbol> symbols, Func<Invocation, CancellationToken, Task<int>> action, bool hasFindings = false)
    {
        var command = new Command(name, description);
        foreach (var symbol in symbols)
        {
            switch (symbol)
            {
                case Option option:
                    command.Options.Add(option);
                    break;
                case Argument argument:
                    command.Arguments.Add(argument);
                    break;
                default:
                    throw new ArgumentException($"{symbol.Name} is neither an option nor an argument.", nameof(symbols));
            }
        }

        if (!hasFindings)
        {
            command.Validators.Add(result =>
            {
                // By its word: to read the value of an option that has none fails before the option's own error is told.
                if (result.GetResult(options.Format) is { Tokens: [{ Value: var word }] } && string.Equals(word, Word.Of(OutputFormat.Github), StringComparison.OrdinalIgnoreCase))
                {
                    result.AddError("--output github is for activity-core test and activity-core definitions validate.");
                }
            });
        }

        command.SetAction(async (parsed, cancel) =>
        {
            var call = new Invocation(parsed, context, options);
            try
            {
                return await action(call, cancel);
            }
            catch (Exception e)
            {
                return Failures.Report(e, call, cancel);
            }
        });
        return command;
    }

    /// <summary>A noun with its verbs.</summary>
    public static Command Group(string name, string description, params IEnumerable<Command> verbs)
    {
        var command = new Command(name, description);
        foreach (var verb in verbs)
        {
            command.Subcommands.Add(verb);
        }

        return command;
    }
}
