using ActivityCore.Cli.Storage;
using ActivityCore.Cli.Web;
using ActivityCore.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ActivityCore.Cli.Runs;

/// <summary><c>/runs</c>: what was decided, and why.</summary>
internal static class RunsApi
{
    public static void MapRuns(this IEndpointRouteBuilder routes)
    {
        routes.Get("/runs", ListAsync);
        routes.Get("/runs/{id}", ShowAsync);
    }

    private static async Task<IResult> ListAsync(HttpContext http)
    {
        var filter = new RunFilter
        {
            State = Query.Choice<RunState>(http, "state"),
            DefinitionName = Query.Text(http, "definition"),
            Since = Query.Since(http),
        };
        var found = await http.Service<AuditReader>().ListRunsAsync(filter, Query.Page(http, "state", "definition", "since"), http.RequestAborted);
        return http.WantsPage() ? Reply.Page(RunPages.List(found, filter)) : Reply.Json(new ListBody<RunView>(found.Items, found.Next));
    }

    private static async Task<IResult> ShowAsync(HttpContext http)
    {
        var id = (string)http.Request.RouteValues["id"]!;
        var run = await http.Service<AuditReader>().FindRunAsync(id, http.Service<TemporalPages>().Of, http.RequestAborted);
        return (run, http.WantsPage()) switch
        {
            (null, true) => Reply.Page(Layout.Missing("/runs", $"There is no run {id}", "It may be the id of another installation."), StatusCodes.Status404NotFound),
            (null, false) => Reply.Problem(StatusCodes.Status404NotFound, "No such run", $"There is no run {id}."),
            ({ } found, true) => Reply.Page(RunPages.Show(found)),
            ({ } found, false) => Reply.Json(found),
        };
    }
}
