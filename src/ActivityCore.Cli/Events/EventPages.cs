using ActivityCore.Cli.Output;
using ActivityCore.Cli.Runs;
using ActivityCore.Cli.Web;
using ActivityCore.Storage;

namespace ActivityCore.Cli.Events;

/// <summary>The pages about events.</summary>
internal static class EventPages
{
    public static Html List(Page<EventView> page, string path) => Layout.Page("/events", "Events", Html.Of($"""
        <h1>Events</h1>
        <p class="sub"><a href="/events">all</a> · <a href="/events?no_match=true">that no definition asked for</a></p>
        {(page.Items.Count == 0 ? Html.Of($"<p class=\"muted\">No events.</p>") : Table(page.Items))}
        {Layout.Older(path, page.Next)}
        """));

    public static Html Show(IReadOnlyList<EventDetailView> found) => Layout.Page("/events", found[0].Event.Type, Html.Join(found.Select(One)));

    public static Html Card(EventView e) => Html.Of($"""
        <div class="card"><dl>
        {Layout.Fact("Type", Html.Of($"{e.Type} {e.Version}"))}
        {Layout.Fact("Id", Html.Of($"<a href=\"/events/{e.Id.ToString("D")}\"><code>{e.Id.ToString("D")}</code></a>"))}
        {Layout.Fact("Publisher", e.Publisher)}
        {Layout.Fact("Happened", Layout.Time(e.Timestamp))}
        {Layout.Fact("Received", Html.Of($"{Layout.Time(e.ReceivedAt)} by {e.Intake}"))}
        {e.SchemaFlags.Select(flag => Layout.Fact("Does not fit", flag))}
        {(e.Conflicts > 0 ? Layout.Fact("Conflicts", $"the id came {e.Conflicts} times with other content; the first stands") : Html.Empty)}
        </dl></div>
        {(e.PayloadRemovedAt is { } removed ? Html.Of($"<p class=\"muted\">Payload removed by retention on {Layout.Time(removed)}.</p>") : Html.Of($"<pre>{Pretty.Json(e.Attributes)}</pre>"))}
        """);

    private static Html One(EventDetailView detail) => Html.Of($"""
        <h1>{detail.Event.Type} {Layout.Badge(detail.Event.NoMatch ? "no match" : Word.Of(detail.Event.State))}</h1>
        <p class="sub">of {detail.Event.Publisher}</p>
        {Card(detail.Event)}
        <h2>Runs</h2>
        {(detail.Runs.Count == 0 ? Html.Of($"<p class=\"muted\">None: no definition asks for this type.</p>") : RunPages.Table(detail.Runs))}
        """);

    private static Html Table(IReadOnlyList<EventView> events) => Html.Of($"""
        <div class="scroll"><table>
        <thead><tr><th>Type</th><th>Id</th><th>Publisher</th><th>State</th><th>Received</th></tr></thead>
        <tbody>{events.Select(Row)}</tbody>
        </table></div>
        """);

    private static Html Row(EventView e) => Html.Of($"""
        <tr><td><a href="/events/{e.Id.ToString("D")}">{Layout.Dotted(e.Type)}</a></td><td><code>{e.Id.ToString("D")}</code></td><td>{e.Publisher}</td><td class="tight">{Layout.Badge(e.NoMatch ? "no match" : Word.Of(e.State))}</td><td class="tight">{Layout.Time(e.ReceivedAt)}</td></tr>
        """);
}
