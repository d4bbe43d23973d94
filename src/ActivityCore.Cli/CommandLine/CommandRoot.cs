using System.CommandLine;
using System.CommandLine.Help;

namespace ActivityCore.Cli.CommandLine;

/// <summary>The program: its commands, and how a call of it ends.</summary>
internal static class CommandRoot
{
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, CliContext context, CancellationToken cancel = default)
    {
        var parsed = Build(context).Parse(arguments);
        if (parsed.Errors.Count > 0 && parsed.Action is not HelpWithExitCodes)
        {
            foreach (var error in parsed.Errors)
            {
                context.Error.WriteLine(error.Message);
            }

            var command = parsed.CommandResult.Command;
            context.Error.WriteLine($"See {CommandPath(parsed)} --help{(command.Subcommands.Count > 0 ? " for its commands" : "")}.");
            return ExitCode.Usage;
        }

        var configuration = new InvocationConfiguration
        {
            Output = context.Out,
            Error = context.Error,
            EnableDefaultExceptionHandler = false,
            // Signals are handled in Program: a second handler would end the process in the middle of a graceful stop.
            ProcessTerminationTimeout = null,
        };
        return await parsed.InvokeAsync(configuration, cancel);
    }

    internal static RootCommand Build(CliContext context)
    {
        var options = new CommonOptions();
        var root = new RootCommand("Decides durably what should follow when something happens, and can say why.");
        foreach (var option in options.All)
        {
            root.Options.Add(option);
        }

        foreach (var command in CommandTable.Create(new CommandBuilder(context, options)))
        {
            root.Subcommands.Add(command);
        }

        foreach (var help in root.Options.OfType<HelpOption>())
        {
            help.Action = new HelpWithExitCodes((HelpAction)help.Action!);
        }

        return root;
    }

    private static string CommandPath(ParseResult parsed)
    {
        var names = new List<string>();
        for (System.CommandLine.Parsing.SymbolResult? result = parsed.CommandResult; result is not null; result = result.Parent)
        {
            if (result is System.CommandLine.Parsing.CommandResult { Command: not RootCommand } command)
            {
                names.Insert(0, command.Command.Name);
            }
        }

        return string.Join(' ', ["activity-core", .. names]);
    }
}
