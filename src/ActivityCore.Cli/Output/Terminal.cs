using ActivityCore.Cli.CommandLine;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ActivityCore.Cli.Output;

/// <summary>Spectre's tables on our standard output.</summary>
internal static class Terminal
{
    // Wide enough that a program which reads the lines never meets a wrapped one.
    private const int Unlimited = 16_384;

    public static void Write(IRenderable table, CliContext context)
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = context.ColorOut ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = context.ColorOut ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(text),
        });
        console.Profile.Width = context.TerminalWidth ?? Unlimited;
        console.Write(table);

        // Cells are padded to the width of their column, the last one too.
        foreach (var line in text.ToString().TrimEnd('\n', '\r').Split('\n'))
        {
            context.Out.WriteLine(line.TrimEnd());
        }
    }
}
