using ActivityCore.Cli.CommandLine;
using ActivityCore.Cli.Output;

namespace ActivityCore.Cli.Web;

/// <summary>The frame around every page, and the small parts that pages share.</summary>
internal static class Layout
{
    private static readonly IReadOnlyList<(string Path, string Name)> Sections =
        [("/", "Overview"), ("/runs", "Runs"), ("/tasks", "Tasks"), ("/events", "Events"), ("/evidence", "Evidence"), ("/dead-letters", "Dead letters"), ("/definitions", "Definitions")];

    /// <param name="section">The path of the section that the page belongs to.</param>
    /// <param name="title">The page's name, from outside or not.</param>
    /// <param name="body">What is on it.</param>
    /// <param name="sections">The sections to choose from; by default those of the engine.</param>
    public static Html Page(string section, string title, Html body, IReadOnlyList<(string Path, string Name)>? sections = null) => Html.Of($"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{title} · ActivityCore</title>
        <link rel="icon" href="/icon.svg" type="image/svg+xml">
        <link rel="stylesheet" href="/site.css">
        </head>
        <body>
        <header><a class="brand" href="/"><img src="/icon.svg" alt="" width="22" height="22">ActivityCore</a><nav>{(sections ?? Sections).Select(s => Link(s.Path, s.Name, section))}</nav></header>
        <main>
        {body}
        </main>
        <footer>activity-core {VersionCommand.Current.Split('+')[0]} · every page is also JSON: ask with <code>Accept: application/json</code></footer>
        </body>
        </html>
        """);

    /// <summary>A page that says what is not there and where to look.</summary>
    public static Html Missing(string section, string what, string advice) =>
        Page(section, what, Html.Of($"<h1>{what}</h1><p class=\"muted\">{advice}</p>"));

    /// <summary>A word in its colour: a verdict, an outcome or a state.</summary>
    public static Html Badge(string word) => Html.Of($"<span class=\"badge {Tone(word)}\">{word.Replace('_', ' ')}</span>");

    public static Html Time(DateTimeOffset? moment) => moment is { } at
        ? Html.Of($"<time datetime=\"{at.UtcDateTime.ToString("O")}\">{Moment.Show(at)}</time>")
        : Html.Empty;

    /// <summary>A row of a description list; nothing where there is no value.</summary>
    public static Html Fact(string name, Html value) => value.ToString().Length == 0 ? Html.Empty : Html.Of($"<dt>{name}</dt><dd>{value}</dd>");

    public static Html Fact(string name, string? value) => string.IsNullOrEmpty(value) ? Html.Empty : Html.Of($"<dt>{name}</dt><dd>{value}</dd>");

    /// <summary>Links to the whole list and to those in one state.</summary>
    public static Html States<T>(string path, params IEnumerable<T> states)
        where T : struct, Enum => Html.Of($"""
        <p class="sub"><a href="{path}">all</a> {states.Select(state => Html.Of($" · <a href=\"{path}?state={Word.Of(state)}\">{Word.Of(state).Replace('_', ' ')}</a>"))}</p>
        """);

    /// <summary>The link to the page after this one, or nothing.</summary>
    public static Html Older(string path, long? next) => next is { } before ? Html.Of($"<p><a class=\"more\" href=\"{path}{(path.Contains('?', StringComparison.Ordinal) ? "&" : "?")}before={before}\">Older</a></p>") : Html.Empty;

    /// <summary>A sentence in which backticks enclose code.</summary>
    public static Html Prose(string text)
    {
        var parts = text.Split('`');
        // An odd number of backticks is a text that means the character itself.
        return parts.Length % 2 == 0
            ? Html.Of($"{text}")
            : Html.Join(parts.Select((part, index) => index % 2 == 0 ? Html.Of($"{part}") : Html.Of($"<code>{part}</code>")));
    }

    /// <summary>A dotted name that may break after its dots.</summary>
    public static Html Dotted(string name) => Html.Join(name.Split('.').Select((part, index) => index == 0 ? Html.Of($"{part}") : Html.Of($".<wbr>{part}")));

    /// <summary>Only web addresses become links: a receiver could answer with any other.</summary>
    public static Html External(string? address, string text) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
            ? Html.Of($"<a href=\"{uri.AbsoluteUri}\" rel=\"noreferrer\">{text}</a>")
            : Html.Of($"{text}");

    private static Html Link(string path, string name, string section) => string.Equals(path, section, StringComparison.Ordinal)
        ? Html.Of($"<a href=\"{path}\" aria-current=\"page\">{name}</a>")
        : Html.Of($"<a href=\"{path}\">{name}</a>");

    private static string Tone(string word) => word switch
    {
        "match" or "true" or "completed" or "created" or "routed" or "loaded" or "submitted" or "succeeded" => "good",
        "error" or "failed" or "rejected" or "broken" or "broken_last_good_kept" => "bad",
        "open" or "parked" or "pending" or "unknown" or "running" or "received" or "started" => "warn",
        "dry_run" or "deduplicated" or "deferred" => "info",
        _ => "quiet",
    };
}
