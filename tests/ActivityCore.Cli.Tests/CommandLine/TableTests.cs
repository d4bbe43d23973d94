using ActivityCore.Cli.CommandLine;
using ActivityCore.Cli.Output;

namespace ActivityCore.Cli.Tests.CommandLine;

public sealed class TableTests
{
    [Fact]
    public void Rows_NoTerminal_AreNeitherColouredNorCutAndHaveNoTrailingSpace()
    {
        var output = new StringWriter();
        var printer = new Printer(Context(output), OutputFormat.Table);

        Print(printer, [new string('x', 500), "short"]);

        Assert.Equal($"NAME{new string(' ', 498)}LENGTH\n{new string('x', 500)}  500\nshort{new string(' ', 497)}5\n", output.ToString());
    }

    [Fact]
    public void Rows_Terminal_AreColouredAndFitItsWidth()
    {
        var output = new StringWriter();
        var printer = new Printer(Context(output) with { TerminalWidth = 60, ColorOut = true }, OutputFormat.Table);

        Print(printer, [new string('x', 500)]);

        Assert.Contains("\u001b[1m", output.ToString(), StringComparison.Ordinal);
        Assert.All(output.ToString().Split('\n'), line => Assert.InRange(line.Length, 0, 60 + 16));
    }

    [Fact]
    public void Rows_HostileCell_CannotReachTheTerminal()
    {
        var output = new StringWriter();

        Print(new Printer(Context(output), OutputFormat.Table), ["a\u001b[2J\nb"]);

        Assert.DoesNotContain('\u001b', output.ToString());
        Assert.Equal(3, output.ToString().Split('\n').Length);
    }

    [Fact]
    public void Rows_None_SayWhyOnStandardErrorAlone()
    {
        var (output, error) = (new StringWriter(), new StringWriter());

        Print(new Printer(Context(output) with { Error = error }, OutputFormat.Table), []);

        Assert.Equal(("", "Nothing.\n"), (output.ToString(), error.ToString()));
    }

    private static void Print(Printer printer, IReadOnlyList<string> names) =>
        printer.Rows(names, "Nothing.", ("NAME", name => name), ("LENGTH", name => $"{name.Length}"));

    private static CliContext Context(TextWriter output) =>
        new() { Out = output, Error = TextWriter.Null, In = TextReader.Null, Environment = new Dictionary<string, string?>(StringComparer.Ordinal) };
}
