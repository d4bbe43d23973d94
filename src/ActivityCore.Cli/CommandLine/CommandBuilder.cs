using System.CommandLine;

namespace ActivityCore.Cli.CommandLine;

/// <summary>Makes commands whose action gets the invocation and whose failures end in the table of exit codes.</summary>
internal sealed class CommandBuilder(CliContext context, CommonOptions options)
{
    public TimeProvider Time => context.Time;

    /// <summary>A command that does something.</summary>
    public Command Action(string name, string description, IEnumerable<Symbol> symbols, Func<Invocation, CancellationToken, Task<int>> action)
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
