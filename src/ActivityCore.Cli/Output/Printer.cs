using System.Text.Json;
using ActivityCore.Cli.CommandLine;
using Spectre.Console;

namespace ActivityCore.Cli.Output;

/// <summary>Writes data to standard output, as a table for people or as JSON for programs, and messages to standard error.</summary>
internal sealed class Printer(CliContext context, OutputFormat format)
{
    public OutputFormat Format => format;

    /// <summary>A list: an array of the rows as JSON, or one line a row.</summary>
    public void Rows<T>(IReadOnlyCollection<T> rows, string whenEmpty, params (string Header, Func<T, string?> Cell)[] columns)
    {
        if (format == OutputFormat.Json)
        {
            WriteJson(rows);
            return;
        }

        if (rows.Count == 0)
        {
            Message(whenEmpty);
            return;
        }

        WriteTable(columns.Select(column => column.Header), rows.Select(row => columns.Select(column => column.Cell(row))));
    }

    /// <summary>One thing: its JSON, or what <paramref name="describe"/> writes.</summary>
    public void One<T>(T value, Action<T, DetailWriter> describe)
    {
        if (format == OutputFormat.Json)
        {
            WriteJson(value);
            return;
        }

        describe(value, new DetailWriter(context));
    }

    /// <summary>A line for people on standard error.</summary>
    public void Message(string text) => context.Error.WriteLine(Printable.Line(text));

    private void WriteJson<T>(T value) => context.Out.WriteLine(JsonSerializer.Serialize(value, Json.Indented));

    private void WriteTable(IEnumerable<string> headers, IEnumerable<IEnumerable<string?>> rows)
    {
        var table = new Table { Border = TableBorder.None, ShowHeaders = true };
        foreach (var header in headers)
        {
            var name = new Text(header, context.ColorOut ? new Style(decoration: Decoration.Bold) : null);
            table.AddColumn(new TableColumn(name) { Padding = new Padding(0, 0, 2, 0), NoWrap = context.TerminalWidth is null });
        }

        foreach (var row in rows)
        {
            table.AddRow(row.Select(cell => new Text(Printable.Line(cell))));
        }

        Terminal.Write(table, context);
    }
}
