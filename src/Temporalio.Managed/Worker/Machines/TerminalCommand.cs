using Temporalio.Worker.Activation;

namespace Temporalio.Worker.Machines;

/// <summary>Where the command that ends a workflow stands among the commands of its task.</summary>
internal static class TerminalCommand
{
    /// <summary>
    /// The first one counts and, by the newer rule, goes last. By the older rule whatever came after it is lost.
    /// </summary>
    public static IReadOnlyList<WorkflowCommand> Arrange(IReadOnlyList<WorkflowCommand> commands, bool last)
    {
        var terminal = -1;
        for (var i = 0; i < commands.Count; i++)
        {
            if (commands[i].IsTerminal)
            {
                terminal = i;
                break;
            }
        }
        if (terminal < 0 || terminal == commands.Count - 1)
        {
            return commands;
        }
        return last
            ? [.. commands.Where(c => !c.IsTerminal), commands[terminal]]
            : [.. commands.Take(terminal + 1)];
    }
}
