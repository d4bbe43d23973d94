using ActivityCore.Cli.CommandLine;

namespace ActivityCore.Cli.Output;

/// <summary>Writes one thing for people: labelled lines, headings and indented text.</summary>
internal sealed class DetailWriter(CliContext context)
{
    private const int LabelWidth = 14;

    /// <summary>A labelled line; left out where there is no value.</summary>
    public void Field(string label, string? value, int indent = 0)
    {
        if (!string.IsNullOrEmpty(value))
        {
            context.Out.WriteLine($"{new string(' ', indent)}{Paint((label + ":").PadRight(LabelWidth), "2")} {Printable.Line(value)}");
        }
    }

    public void Heading(string text)
    {
        context.Out.WriteLine();
        context.Out.WriteLine(Paint(Printable.Line(text), "1"));
    }

    public void Text(string text, int indent = 2) => context.Out.WriteLine(new string(' ', indent) + Printable.Line(text));

    /// <summary>A verdict or state in its colour, then text.</summary>
    public void Marked(string mark, string text, int indent = 2) =>
        context.Out.WriteLine($"{new string(' ', indent)}{Paint(mark.PadRight(6), Color(mark))} {Printable.Line(text)}");

    private static string Color(string mark) => mark switch
    {
        "match" or "true" or "pass" or "ok" => "32",
        "error" or "fail" => "31",
        "unknown" => "33",
        _ => "2",
    };

    private string Paint(string text, string code) => context.ColorOut ? $"\u001b[{code}m{text}\u001b[0m" : text;
}
