using System.Text;
using System.Text.RegularExpressions;
using RealComponents;

namespace ActivityCore.Cli.Tests.Docs;

/// <summary>A Markdown page: its headings, links, code spans and code blocks.</summary>
internal sealed partial class DocumentPage
{
    private DocumentPage(string path)
    {
        Path = path;
        var prose = new StringBuilder();
        (string Language, StringBuilder Text)? block = null;
        foreach (var line in File.ReadLines(System.IO.Path.Combine(Repository.Root, path)))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                if (block is var (language, text))
                {
                    Blocks.Add((language, text.ToString()));
                    block = null;
                }
                else
                {
                    block = (line[3..].Trim(), new StringBuilder());
                }
            }
            else if (block is not null)
            {
                block.Value.Text.Append(line).Append('\n');
            }
            else
            {
                prose.Append(line).Append('\n');
                if (Heading().Match(line) is { Success: true } heading)
                {
                    Anchors.Add(Anchor(heading.Groups[1].Value));
                }
            }
        }

        var all = prose.ToString();
        Spans.AddRange(Span().Matches(all).Select(match => match.Groups[1].Value.ReplaceLineEndings(" ").Replace(@"\|", "|", StringComparison.Ordinal)));
        Links.AddRange(Link().Matches(Span().Replace(all, "`")).Select(match => match.Groups[1].Value));
        Rows.AddRange(all.Split('\n').Where(line => line.StartsWith('|')));
    }

    /// <summary>Relative to the repository, with /.</summary>
    public string Path { get; }

    /// <summary>As GitHub makes them of headings.</summary>
    public HashSet<string> Anchors { get; } = new(StringComparer.Ordinal);

    /// <summary>Targets of links.</summary>
    public List<string> Links { get; } = [];

    /// <summary>Texts between single backticks.</summary>
    public List<string> Spans { get; } = [];

    /// <summary>Fenced blocks with their languages.</summary>
    public List<(string Language, string Text)> Blocks { get; } = [];

    /// <summary>Lines of tables.</summary>
    public List<string> Rows { get; } = [];

    /// <summary>The README, CONTRIBUTING and every page below docs/.</summary>
    public static IReadOnlyList<DocumentPage> All { get; } =
    [
        .. Directory.EnumerateFiles(System.IO.Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Select(file => System.IO.Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal).Prepend("CONTRIBUTING.md").Prepend("README.md").Select(path => new DocumentPage(path)),
    ];

    /// <summary>The page at this path.</summary>
    public static DocumentPage Of(string path) => All.Single(page => page.Path == path);

    /// <summary>The cells of the rows of its tables whose first cell is a code span, without the backticks of that cell.</summary>
    public IReadOnlyList<string[]> CodeRows() =>
    [
        .. Rows.Select(row => row.Replace(@"\|", "\u0001", StringComparison.Ordinal).Trim('|').Split('|', StringSplitOptions.TrimEntries).Select(cell => cell.Replace('\u0001', '|')).ToArray())
            .Where(cells => cells[0].StartsWith('`'))
            .Select(cells => (string[])[cells[0].Trim('`'), .. cells[1..]]),
    ];

    public override string ToString() => Path;

    private static string Anchor(string heading)
    {
        var kept = heading.Replace("`", "", StringComparison.Ordinal).ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_');
        return string.Concat(kept).Trim().Replace(' ', '-');
    }

    [GeneratedRegex(@"^#{1,6} +(.+)$", RegexOptions.NonBacktracking)]
    private static partial Regex Heading();

    [GeneratedRegex("`([^`]+)`", RegexOptions.NonBacktracking)]
    private static partial Regex Span();

    [GeneratedRegex(@"\]\(([^)\s]+)\)", RegexOptions.NonBacktracking)]
    private static partial Regex Link();
}
