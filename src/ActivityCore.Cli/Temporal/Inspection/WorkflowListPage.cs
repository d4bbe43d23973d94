using System.Text.Json;
using System.Text.Json.Nodes;
using ActivityCore.Cli.Output;
using ActivityCore.Cli.Web;
using Microsoft.AspNetCore.Http;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.Workflow.V1;
using Temporalio.Api.WorkflowService.V1;

namespace ActivityCore.Cli.Temporal.Inspection;

/// <summary>The workflows of a namespace, by status and by query.</summary>
internal static class WorkflowListPage
{
    private const int PageSize = 50;

    public static Task<IResult> ShowAsync(HttpContext http, InspectionAddress at)
    {
        var status = Query.Choice<WorkflowExecutionStatus>(http, "status");
        var query = Query.Text(http, "query") ?? "";
        return InspectionReply.AnswerAsync(
            http,
            async () =>
            {
                var calls = InspectionReply.Calls(http);
                var found = await calls.ListWorkflowExecutionsAsync(
                    new ListWorkflowExecutionsRequest { Namespace = at.Namespace, Query = Both(status, query), PageSize = PageSize, NextPageToken = InspectionReply.Token(http) }, InspectionReply.Options(http));
                var counts = await calls.CountWorkflowExecutionsAsync(
                    new CountWorkflowExecutionsRequest { Namespace = at.Namespace, Query = $"{Braced(query)} GROUP BY ExecutionStatus".Trim() }, InspectionReply.Options(http));
                return (new JsonObject { ["list"] = TemporalJson.Of(found), ["count"] = TemporalJson.Of(counts) }, () => Page(at, status, query, Html.Of($"""
                    <p class="sub"><a href="{Path(at, null, query)}">all {counts.Count}</a>{counts.Groups.Select(group => Filter(at, group, query))}</p>
                    {Table(at, found.Executions)}
                    {InspectionReply.Next(Path(at, status, query), found.NextPageToken, "Older")}
                    """)));
            },
            refusal => Page(at, status, query, Html.Of($"<p class=\"why\">{refusal}</p>")));
    }

    private static Html Page(InspectionAddress at, WorkflowExecutionStatus? status, string query, Html found) => InspectionReply.Page(at, "Workflows", Html.Of($"""
        <h1>Workflows</h1>
        <form class="query" method="get" action="{at.Workflows}"><input name="query" value="{query}" placeholder="WorkflowType = 'RunActivityWorkflow'" aria-label="Query">
        {(status is { } kept ? Html.Of($"<input type=\"hidden\" name=\"status\" value=\"{Word.Of(kept)}\">") : Html.Empty)}<button>Find</button></form>
        {found}
        """));

    private static Html Table(InspectionAddress at, IReadOnlyCollection<WorkflowExecutionInfo> runs) => runs.Count == 0
        ? Html.Of($"<p class=\"muted\">No workflow fits.</p>")
        : Html.Of($"""
            <div class="scroll"><table>
            <thead><tr><th>Status</th><th>Workflow</th><th>Type</th><th>Task queue</th><th>Started</th><th>Closed</th></tr></thead>
            <tbody>{runs.Select(run => Row(at, run))}</tbody>
            </table></div>
            """);

    private static Html Row(InspectionAddress at, WorkflowExecutionInfo run) => Html.Of($"""
        <tr><td>{Layout.Badge(Word.Of(run.Status))}</td><td><a href="{at.Workflow(run.Execution.WorkflowId, run.Execution.RunId)}"><code>{run.Execution.WorkflowId}</code></a></td>
        <td>{run.Type.Name}</td><td>{run.TaskQueue}</td><td class="tight">{InspectionReply.Time(run.StartTime)}</td><td class="tight">{InspectionReply.Time(run.CloseTime)}</td></tr>
        """);

    private static Html Filter(InspectionAddress at, CountWorkflowExecutionsResponse.Types.AggregationGroup group, string query)
    {
        var name = JsonSerializer.Deserialize<string>(group.GroupValues[0].Data.Span) ?? "";
        return Enum.TryParse<WorkflowExecutionStatus>(name, out var status)
            ? Html.Of($" · <a href=\"{Path(at, status, query)}\">{Word.Of(status).Replace('_', ' ')} {group.Count}</a>")
            : Html.Of($" · {name} {group.Count}");
    }

    private static string Path(InspectionAddress at, WorkflowExecutionStatus? status, string query)
    {
        var path = $"{at.Workflows}?query={Uri.EscapeDataString(query)}";
        return status is { } chosen ? $"{path}&status={Word.Of(chosen)}" : path;
    }

    private static string Both(WorkflowExecutionStatus? status, string query) => status is not { } chosen
        ? query
        : $"ExecutionStatus = '{chosen}'{(query.Length > 0 ? $" AND {Braced(query)}" : "")}";

    private static string Braced(string query) => query.Length > 0 ? $"({query})" : "";
}
