using ActivityCore.Cli.Output;
using ActivityCore.Cli.Web;
using ActivityCore.Evidence;
using ActivityCore.Storage;

namespace ActivityCore.Cli.Evidence;

/// <summary>The pages about evidence.</summary>
internal static class EvidencePages
{
    public static Html List(Page<EvidenceView> page, EvidenceState? state) => Layout.Page("/evidence", "Evidence", Html.Of($"""
        <h1>Evidence</h1>
        {Layout.States("/evidence", Enum.GetValues<EvidenceState>())}
        {(page.Items.Count == 0 ? Html.Of($"<p class=\"muted\">No evidence.</p>") : Table(page.Items, withRun: true))}
        {Layout.Older(state is { } only ? $"/evidence?state={Word.Of(only)}" : "/evidence", page.Next)}
        """));

    public static Html Table(IReadOnlyList<EvidenceView> evidence, bool withRun) => Html.Of($"""
        <div class="scroll"><table>
        <thead><tr><th>Event type</th><th>Entity</th><th>Sink</th><th>State</th><th>Reference or reason</th><th>Observed</th>{(withRun ? Html.Of($"<th>Run</th>") : Html.Empty)}</tr></thead>
        <tbody>{evidence.Select(row => Row(row, withRun))}</tbody>
        </table></div>
        """);

    private static Html Row(EvidenceView row, bool withRun) => Html.Of($"""
        <tr><td>{row.EventType}</td><td>{row.Entity ?? ""}</td><td>{row.Sink}</td><td class="tight">{Layout.Badge(Word.Of(row.State))}</td><td>{Outcome(row)}</td><td class="tight">{Layout.Time(row.ObservedAt)}</td>{(withRun ? Html.Of($"<td><a href=\"/runs/{row.RunId}\">run</a></td>") : Html.Empty)}</tr>
        """);

    private static Html Outcome(EvidenceView row) => row switch
    {
        { Reference: { } reference } => Html.Of($"<code>{reference}</code>"),
        { Status: { } status } => Html.Of($"<code>{status}</code> {Layout.Prose(row.LastError ?? "")}"),
        _ => Layout.Prose(row.LastError ?? ""),
    };
}
