using ActivityCore.Cli.Output;
using ActivityCore.Cli.Web;
using ActivityCore.Storage;

namespace ActivityCore.Cli.DeadLetters;

/// <summary>The pages about dead letters.</summary>
internal static class DeadLetterPages
{
    public static Html List(Page<DeadLetterView> page, bool withSettled) => Layout.Page("/dead-letters", "Dead letters", Html.Of($"""
        <h1>Dead letters</h1>
        <p class="sub"><a href="/dead-letters">open</a> · <a href="/dead-letters?settled=true">settled ones too</a></p>
        {(page.Items.Count == 0 ? Html.Of($"<p class=\"muted\">None: whatever came could be handled.</p>") : Table(page.Items))}
        {Layout.Older(withSettled ? "/dead-letters?settled=true" : "/dead-letters", page.Next)}
        """));

    public static Html Show(DeadLetterView letter) => Layout.Page("/dead-letters", $"Dead letter {letter.Id}", Html.Of($"""
        <h1>Dead letter {Layout.Badge(State(letter))}</h1>
        <p class="why">{Layout.Prose(letter.Reason)}</p>
        <div class="card"><dl>
        {Layout.Fact("Id", Html.Of($"<code>{letter.Id}</code>"))}
        {Layout.Fact("Kind", Word.Of(letter.Kind))}
        {Layout.Fact("About", About(letter))}
        {Layout.Fact("Source", letter.Kind == DeadLetterKind.Event ? Html.Of($"{letter.Source}") : Html.Of($"<a href=\"/runs/{letter.Source}\">{letter.Source}</a>"))}
        {Layout.Fact("Came", $"{letter.Count} times")}
        {Layout.Fact("Since", Layout.Time(letter.CreatedAt))}
        {(letter.Resolution is { } how ? Layout.Fact("Settled", Html.Of($"{how}, {Layout.Time(letter.ResolvedAt)}")) : Html.Empty)}
        </dl></div>
        {(letter.Resolution is null ? Html.Of($"<p>{Again(letter)} If nobody wants it: <code>activity-core dlq drop {letter.Id} --reason TEXT</code>.</p>") : Html.Empty)}
        <h2>{(letter.Kind == DeadLetterKind.Event ? "What came" : "What was to be done")}</h2>
        <pre>{letter.Payload}</pre>
        """));

    private static Html Table(IReadOnlyList<DeadLetterView> letters) => Html.Of($"""
        <div class="scroll"><table>
        <thead><tr><th>Letter</th><th>Kind</th><th>State</th><th>Source</th><th>Count</th><th>Reason</th><th>Since</th></tr></thead>
        <tbody>{letters.Select(Row)}</tbody>
        </table></div>
        """);

    private static Html Row(DeadLetterView letter) => Html.Of($"""
        <tr><td><a href="/dead-letters/{letter.Id}"><code>{letter.Id[..Math.Min(12, letter.Id.Length)]}</code></a></td><td>{Word.Of(letter.Kind)}</td><td class="tight">{Layout.Badge(State(letter))}</td><td>{letter.Source}</td><td class="number">{letter.Count}</td><td>{letter.Resolution ?? letter.Reason}</td><td class="tight">{Layout.Time(letter.CreatedAt)}</td></tr>
        """);

    private static Html Again(DeadLetterView letter) => DeadLetterDesk.CanReplay(letter.Kind)
        ? Html.Of($"When the cause is mended: <code>activity-core dlq replay {letter.Id}</code>.")
        : Html.Of($"It is not done again by itself; its <a href=\"/runs/{letter.Source}\">run</a> says what it did and what follows.");

    private static Html About(DeadLetterView letter) => letter.Kind == DeadLetterKind.Task
        ? Html.Of($"<a href=\"/tasks/{letter.Key}/why\"><code>{letter.Key}</code></a>")
        : Html.Of($"<code>{letter.Key}</code>");

    private static string State(DeadLetterView letter) => letter.Resolution is null ? "open" : "settled";
}
