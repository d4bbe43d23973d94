using System.Text.RegularExpressions;
using ActivityCore.Settings;
using RealComponents;

namespace ActivityCore.Cli.Tests.Docs;

/// <summary>Variables in pages are settings of the program, or stand in its scripts and tests.</summary>
public sealed partial class SettingsTests
{
    private static readonly IReadOnlySet<string> Settings = SettingsTable.Groups.SelectMany(group => group.Settings)
        .SelectMany(setting => setting.IsSecret ? (string[])[setting.Name, $"{setting.Name}_FILE"] : [setting.Name]).ToHashSet(StringComparer.Ordinal);

    private static readonly IReadOnlySet<string> Families = Settings.Select(name => name.Split('_')[0]).ToHashSet(StringComparer.Ordinal);

    private static readonly Lazy<IReadOnlySet<string>> Elsewhere = new(() => new[] { "src", "scripts", "tests", "k8s", ".ci" }
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*", SearchOption.AllDirectories))
        .Where(file => Path.GetExtension(file) is ".cs" or ".sh" or ".csproj" or "" && !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/Docs/", StringComparison.Ordinal))
        .SelectMany(file => Variable().Matches(File.ReadAllText(file)).Select(match => match.Value)).ToHashSet(StringComparer.Ordinal));

    [Fact]
    public void Variables_OfEveryPage_AreKnown()
    {
        var unknown = DocumentPage.All.SelectMany(page => page.Spans.Concat(page.Blocks.Where(block => block.Language is "sh" or "text").Select(block => block.Text))
            .SelectMany(text => Variable().Matches(text).Select(match => match.Value))
            // A name that ends so stands for several: TEMPORAL_TLS_*. Words of other worlds, such as gRPC's, begin like none of our settings; OTEL_ is OpenTelemetry's.
            .Where(name => !name.EndsWith('_') && Families.Contains(name.Split('_')[0]) && !name.StartsWith("OTEL_", StringComparison.Ordinal))
            .Where(name => !Settings.Contains(name) && !Elsewhere.Value.Contains(name))
            .Select(name => $"{page}: {name}"));

        Assert.Equal("", string.Join(Environment.NewLine, unknown));
    }

    [GeneratedRegex(@"\b[A-Z][A-Z0-9]*(_[A-Z0-9]+)+_?", RegexOptions.NonBacktracking)]
    private static partial Regex Variable();
}
