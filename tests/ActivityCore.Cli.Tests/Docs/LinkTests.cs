using System.Text.RegularExpressions;
using RealComponents;

namespace ActivityCore.Cli.Tests.Docs;

/// <summary>Every link and path leads somewhere, and every page can be found.</summary>
public sealed partial class LinkTests
{
    private static readonly string[] Folders = [".ci/", "activity-definitions/", "bench/", "docs/", "event-types/", "k8s/", "samples/", "schemas/", "scripts/", "src/", "tests/"];

    private static readonly string[] TextFolders = [".ci/", "activity-definitions/", "event-types/", "k8s/", "samples/", "schemas/", "scripts/", "src/"];

    [Fact]
    public void Links_OfEveryPage_ResolveWithTheirAnchors()
    {
        var broken = new List<string>();
        foreach (var page in DocumentPage.All)
        {
            foreach (var link in page.Links.Where(link => !link.StartsWith("http://", StringComparison.Ordinal) && !link.StartsWith("https://", StringComparison.Ordinal)))
            {
                var (path, anchor) = link.Split('#') is [var file, var part] ? (file, part) : (link, "");
                var target = path.Length == 0 ? page.Path : Normalised(Path.Combine(Path.GetDirectoryName(page.Path)!, path));
                var known = DocumentPage.All.FirstOrDefault(other => other.Path == target);
                if (!Path.Exists(Path.Combine(Repository.Root, target)) || (anchor.Length > 0 && known?.Anchors.Contains(anchor) != true))
                {
                    broken.Add($"{page}: {link}");
                }
            }
        }

        Assert.Equal("", string.Join(Environment.NewLine, broken));
    }

    [Fact]
    public void Pages_BelowDocs_AreAllInItsIndex()
    {
        var index = DocumentPage.Of("docs/README.md");
        var listed = index.Links.Select(link => Normalised($"docs/{link}"));

        Assert.Empty(DocumentPage.All.Select(page => page.Path).Where(path => path.StartsWith("docs/", StringComparison.Ordinal) && path != index.Path).Except(listed));
    }

    [Fact]
    public void Paths_NamedInPages_AreThere()
    {
        var missing = DocumentPage.All.SelectMany(page => page.Spans
            .Select(span => span.Split(' ')[0].TrimEnd('/', ',', '.'))
            .Where(path => Array.Exists(Folders, folder => path.StartsWith(folder, StringComparison.Ordinal)))
            // NAME and * stand for something.
            .Where(path => !path.Contains('*', StringComparison.Ordinal) && !Placeholder().IsMatch(path) && !path.Contains('{', StringComparison.Ordinal))
            .Where(path => !Path.Exists(Path.Combine(Repository.Root, path)))
            // State Hub's own script has the same folder name.
            .Where(path => path != "scripts/cleanup_stale_tasks.py" && path != "scripts/consistency_check.py")
            .Select(path => $"{page}: {path}"));

        Assert.Equal("", string.Join(Environment.NewLine, missing));
    }

    /// <summary>Messages, manifests, scripts and definitions send people to pages; the pages are there.</summary>
    [Fact]
    public void Pages_NamedOutsideOfPages_AreThere()
    {
        var named = TextFolders.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(Repository.Root))
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .Where(path => !path.EndsWith(".md", StringComparison.Ordinal) && !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal))
            .SelectMany(path => DocumentPath().Matches(File.ReadAllText(Path.Combine(Repository.Root, path))).Select(match => (Path: path, Page: match.Value)))
            .ToList();

        Assert.NotEmpty(named);
        Assert.Equal("", string.Join(Environment.NewLine, named.Where(name => !File.Exists(Path.Combine(Repository.Root, name.Page))).Select(name => $"{name.Path}: {name.Page}")));
    }

    private static string Normalised(string path) => Path.GetRelativePath(Repository.Root, Path.GetFullPath(Path.Combine(Repository.Root, path))).Replace('\\', '/');

    [GeneratedRegex(@"\bdocs/[\w/-]+\.md\b", RegexOptions.NonBacktracking)]
    private static partial Regex DocumentPath();

    [GeneratedRegex(@"[A-Z]{3,}(\.|/|$)", RegexOptions.NonBacktracking)]
    private static partial Regex Placeholder();
}
