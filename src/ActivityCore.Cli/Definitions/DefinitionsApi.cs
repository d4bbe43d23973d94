using ActivityCore.Cli.Storage;
using ActivityCore.Cli.Web;
using ActivityCore.Definitions;
using ActivityCore.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ActivityCore.Cli.Definitions;

/// <summary><c>/definitions</c>: what should follow, as it stands in the folder.</summary>
internal static class DefinitionsApi
{
    private const int LastRuns = 20;

    public static void MapDefinitions(this IEndpointRouteBuilder routes)
    {
        routes.Get("/definitions", ListAsync);
        routes.Get("/definitions/{name}", ShowAsync);
    }

    private static Task<IResult> ListAsync(HttpContext http)
    {
        IReadOnlyList<DefinitionView> definitions = [.. http.Service<DefinitionFolder>().Current.Entries.Select(DefinitionView.Of)];
        return Task.FromResult<IResult>(http.WantsPage() ? Reply.Page(DefinitionPages.List(definitions)) : Reply.Json(new ListBody<DefinitionView>(definitions, null)));
    }

    private static async Task<IResult> ShowAsync(HttpContext http)
    {
        var name = (string)http.Request.RouteValues["name"]!;
        var entry = http.Service<DefinitionFolder>().Current.Entries.FirstOrDefault(e => string.Equals(e.Definition?.Name ?? e.File, name, StringComparison.Ordinal));
        if (entry is null)
        {
            return http.WantsPage()
                ? Reply.Page(Layout.Missing("/definitions", $"There is no definition {name}", "It may have been renamed or taken out of the folder; its runs are still among the runs."), StatusCodes.Status404NotFound)
                : Reply.Problem(StatusCodes.Status404NotFound, "No such definition", $"There is no definition {name}.");
        }

        var detail = DefinitionDetailView.Of(entry, http.Service<TimeProvider>());
        if (!http.WantsPage())
        {
            return Reply.Json(detail);
        }

        var runs = await http.Service<AuditReader>().ListRunsAsync(new RunFilter { DefinitionName = name }, new PageRequest(LastRuns), http.RequestAborted);
        return Reply.Page(DefinitionPages.Show(detail, runs.Items));
    }
}
