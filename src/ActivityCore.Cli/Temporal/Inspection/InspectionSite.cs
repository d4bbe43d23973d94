using ActivityCore.Cli.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ActivityCore.Cli.Temporal.Inspection;

/// <summary>The table of contents of the pages about a Temporal service; their addresses are those of the official web UI.</summary>
internal static class InspectionSite
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapStaticFiles();
        routes.Get("/livez", _ => Task.FromResult<IResult>(Reply.Text("ok\n")));
        routes.Get("/", NamespacePage.ShowAsync);
        routes.Get("/namespaces", NamespacePage.ShowAsync);
        routes.Get("/namespaces/{ns}", http => WorkflowListPage.ShowAsync(http, Address(http)));
        routes.Get("/namespaces/{ns}/workflows", http => WorkflowListPage.ShowAsync(http, Address(http)));
        routes.Get("/namespaces/{ns}/workflows/{id}", http => WorkflowPage.ShowAsync(http, Address(http)));
        routes.Get("/namespaces/{ns}/workflows/{id}/{run}", http => WorkflowPage.ShowAsync(http, Address(http)));
        routes.Get("/namespaces/{ns}/workflows/{id}/{run}/history", http => WorkflowPage.ShowAsync(http, Address(http)));
        routes.Get("/namespaces/{ns}/schedules", http => SchedulePages.ListAsync(http, Address(http)));
        routes.Get("/namespaces/{ns}/schedules/{id}", http => SchedulePages.ShowAsync(http, Address(http)));
        routes.Get("/{**path}", http => Task.FromResult(InspectionReply.Refuse(http, StatusCodes.Status404NotFound, "There is no such page", "Start at the namespaces.")));
    }

    private static InspectionAddress Address(HttpContext http) => InspectionAddress.Of(http);
}
