using ActivityCore.Cli.DeadLetters;
using ActivityCore.Cli.Definitions;
using ActivityCore.Cli.Events;
using ActivityCore.Cli.Evidence;
using ActivityCore.Cli.Runs;
using ActivityCore.Cli.Tasks;
using ActivityCore.Cli.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ActivityCore.Cli.Hosting;

/// <summary>The table of contents of the API and the pages.</summary>
internal static class SiteMap
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapStaticFiles();
        routes.MapHome();
        routes.MapEvents();
        routes.MapRuns();
        routes.MapTasks();
        routes.MapEvidence();
        routes.MapDeadLetters();
        routes.MapDefinitions();
        routes.MapHealth();
        routes.Get("/{**path}", http => Task.FromResult<IResult>(http.WantsPage()
            ? Reply.Page(Layout.Missing("", "There is no such page", "Start at the overview."), StatusCodes.Status404NotFound)
            : Reply.Problem(StatusCodes.Status404NotFound, "No such resource", "The resources are /events, /runs, /tasks, /evidence, /dead-letters and /definitions.")));
    }
}
