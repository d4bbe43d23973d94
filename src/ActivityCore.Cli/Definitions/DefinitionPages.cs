using ActivityCore.Cli.CommandLine;
using ActivityCore.Cli.Output;
using ActivityCore.Cli.Runs;
using ActivityCore.Cli.Web;

namespace ActivityCore.Cli.Definitions;

/// <summary>The pages about definitions.</summary>
internal static class DefinitionPages
{
    public static Html List(IReadOnlyList<DefinitionView> definitions) => Layout.Page("/definitions", "Definitions", Html.Of($"""
        <h1>Definitions</h1>
        <p class="sub">what should follow when something happens</p>
        {(definitions.Count == 0 ? Html.Of($"<p class=\"muted\">No definition is loaded.</p>") : Html.Join(definitions.Select(Card)))}
        """));

    public static Html Show(DefinitionDetailView detail, IReadOnlyList<RunView> runs)
    {
        var definition = detail.Definition;
        return Layout.Page("/definitions", definition.Name ?? definition.File, Html.Of($"""
            <h1>{definition.Name ?? definition.File} {Layout.Badge(Word.Of(definition.State))}</h1>
            <p class="sub">{definition.Description}</p>
            {Problems(definition)}
            <div class="card"><dl>
            {Layout.Fact("File", definition.File)}
            {Layout.Fact("Id", Html.Of($"<code>{definition.Id?.ToString("D")}</code>"))}
            {Layout.Fact("Hash", Html.Of($"<code>{definition.Hash}</code>"))}
            {Layout.Fact("Owner", definition.Owner)}
            {definition.Triggers.Select(trigger => Layout.Fact("Trigger", Html.Of($"<code>{trigger}</code>")))}
            {detail.Next.Select(tick => Layout.Fact("Next", $"{tick.Local}{(tick.At is { } at ? $" · {Moment.Show(at)}" : "")}{(tick.Note is { } note ? $" · {note}" : "")}"))}
            </dl></div>
            <h2>Last runs</h2>
            {RunPages.Table(runs)}
            <h2>Source</h2>
            <pre>{detail.Source}</pre>
            """));
    }

    private static Html Card(DefinitionView definition) => Html.Of($"""
        <section class="card">
        <div class="rule">{Layout.Badge(Word.Of(definition.State))}<div><b><a href="/definitions/{Uri.EscapeDataString(definition.Name ?? definition.File)}">{definition.Name ?? definition.File}</a></b><br>{definition.Description}</div></div>
        <p class="muted">{string.Join(" · ", definition.Triggers)}{(definition.Owner is { } owner ? $" · {owner}" : "")}</p>
        {Problems(definition)}
        </section>
        """);

    private static Html Problems(DefinitionView definition) => definition.Problems.Count == 0 ? Html.Empty : Html.Of($"""
        <pre>{string.Join('\n', definition.Problems.Select(p => $"{p.File}:{p.Line}:{p.Column}: {Word.Of(p.Severity)}: {p.Message}"))}</pre>
        """);
}
