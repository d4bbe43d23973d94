using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using ActivityCore.Sandbox.IssueCore;

namespace ActivityCore.Sandbox;

/// <summary>One page that lists what arrived. Everything on it came from outside, so all of it is encoded.</summary>
internal static class ArrivalsPage
{
    public static string Render(SandboxSite sandbox)
    {
        var page = new StringBuilder("""
            <!doctype html><html lang="en"><meta charset="utf-8"><title>Sandbox</title>
            <style>:root{color-scheme:light dark}body{font:15px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem}
            table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.3rem .6rem;border-bottom:1px solid #8884;overflow-wrap:anywhere}th{white-space:nowrap}</style>
            <h1>Sandbox</h1><p>Stand-ins for issue-core, State Hub and Inter-Hub: what arrived here went nowhere else.</p>
            """);
        page.Append(CultureInfo.InvariantCulture, $"<p>{sandbox.Issues.Issues.Count} issues; {sandbox.Issues.Dropped} more requests were taken for repeats ({Rule(sandbox.Issues.Rule)}) and made none.</p>");
        Table(page, "issue-core: issues", ["id", "via", "repo", "title", "rule", "event", "repeats dropped"], [.. sandbox.Issues.Issues.Reverse().Select(issue => new[]
        {
            issue.Id, issue.Via, issue.Task.TargetRepo, issue.Task.Title, issue.Task.SourceId, issue.Task.TriggeringEventId, $"{issue.Dropped}",
        })]);
        Table(page, "State Hub: progress", ["time", "type", "summary"], [.. sandbox.StateHub.Progress.Reverse().Select(entry => new[] { $"{entry.CreatedAt:u}", entry.EventType, entry.Summary ?? "" })]);
        Table(page, "State Hub: repositories", ["repository"], [.. sandbox.StateHub.Repositories.Select(repository => new[] { repository.ToString() })]);
        Table(page, "Inter-Hub: interaction events", ["time", "type", "widget", "metadata"], [.. sandbox.InterHub.Events.Reverse().Select(entry => new[]
        {
            $"{entry.OccurredAt:u}", entry.EventType, sandbox.InterHub.Widgets.TryGetValue(entry.WidgetId, out var widget) ? $"{widget.Name} ({entry.WidgetId})" : $"{entry.WidgetId}",
            entry.Metadata?.ToString() ?? "",
        })]);
        return page.ToString();
    }

    private static string Rule(DedupeRule rule) => rule switch
    {
        DedupeRule.TriggeringEventId => "the same triggering_event_id",
        DedupeRule.IdempotencyKey => "the same idempotency key",
        _ => "there is no rule",
    };

    private static void Table(StringBuilder page, string title, string[] columns, IReadOnlyCollection<string[]> rows)
    {
        page.Append("<h2>").Append(title).Append("</h2>");
        if (rows.Count == 0)
        {
            page.Append("<p>Nothing yet.</p>");
            return;
        }

        page.Append("<table><tr>");
        page.AppendJoin("", columns.Select(column => $"<th>{column}</th>")).Append("</tr>");
        foreach (var row in rows)
        {
            page.Append("<tr id=\"").Append(HtmlEncoder.Default.Encode(row[0])).Append("\">").AppendJoin("", row.Select(cell => $"<td>{HtmlEncoder.Default.Encode(cell)}</td>")).Append("</tr>");
        }

        page.Append("</table>");
    }
}
