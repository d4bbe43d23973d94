using ActivityCore.Cli.Web;
using Microsoft.AspNetCore.Http;
using Temporalio.Api.WorkflowService.V1;

namespace ActivityCore.Cli.Temporal.Inspection;

/// <summary>The namespaces of the service.</summary>
internal static class NamespacePage
{
    public static Task<IResult> ShowAsync(HttpContext http) => InspectionReply.AnswerAsync(http, async () =>
    {
        var found = await InspectionReply.Calls(http).ListNamespacesAsync(new ListNamespacesRequest { NextPageToken = InspectionReply.Token(http) }, InspectionReply.Options(http));
        return (TemporalJson.Of(found), () => InspectionReply.Page(null, "Namespaces", Html.Of($"""
            <h1>Namespaces</h1>
            <div class="scroll"><table>
            <thead><tr><th>Name</th><th>State</th><th>Retention</th><th>Description</th></tr></thead>
            <tbody>{found.Namespaces.Select(Row)}</tbody>
            </table></div>
            {InspectionReply.Next("/namespaces", found.NextPageToken, "More")}
            """)));
    });

    private static Html Row(DescribeNamespaceResponse row)
    {
        var at = new InspectionAddress(row.NamespaceInfo.Name, "", "");
        return Html.Of($"""
            <tr><td><a href="{at.Workflows}">{row.NamespaceInfo.Name}</a></td><td>{Layout.Badge(Output.Word.Of(row.NamespaceInfo.State))}</td>
            <td class="tight">{row.Config.WorkflowExecutionRetentionTtl.ToTimeSpan().TotalDays:0.##} d</td><td>{row.NamespaceInfo.Description}</td></tr>
            """);
    }
}
