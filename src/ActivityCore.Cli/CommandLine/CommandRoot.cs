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
            foreach (var error in UsageErrors.Of(parsed))
            {
                context.Error.WriteLine(error);
            }

            context.Error.WriteLine($"See {UsageErrors.Path(parsed)} --help.");
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
}
