using ActivityCore.Cli.Storage;
using ActivityCore.Cli.Web;
using ActivityCore.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ActivityCore.Cli.Tasks;

/// <summary><c>/tasks</c>: what was asked for, and why.</summary>
internal static class TasksApi
{
    public static void MapTasks(this IEndpointRouteBuilder routes)
    {
        routes.Get("/tasks", ListAsync);
        // A reference may hold slashes, so it takes whatever stands between.
        routes.Get("/tasks/{**path}", WhyAsync);
    }

    private static async Task<IResult> ListAsync(HttpContext http)
    {
        var filter = new TaskFilter
        {
            State = Query.Choice<TaskState>(http, "state"),
            RunId = Query.Text(http, "run"),
            TargetRepo = Query.Text(http, "repo"),
            Since = Query.Since(http),
        };
        var found = await http.Service<AuditReader>().ListTasksAsync(filter, Query.Page(http, "state", "run", "repo", "since"), http.RequestAborted);
        return http.WantsPage() ? Reply.Page(TaskPages.List(found, filter.State)) : Reply.Json(new ListBody<TaskView>(found.Items, found.Next));
    }

    private static async Task<IResult> WhyAsync(HttpContext http)
    {
        const string End = "/why";
        var path = (string)http.Request.RouteValues["path"]!;
        if (!path.EndsWith(End, StringComparison.Ordinal))
        {
            return Reply.Problem(StatusCodes.Status404NotFound, "No such resource", "A task is explained at /tasks/REFERENCE/why.");
        }

        var reference = path[..^End.Length];
        var found = await http.Service<AuditReader>().ExplainTasksAsync(reference, http.RequestAborted);
        return (found.Count, http.WantsPage()) switch
        {
            (0, true) => Reply.Page(Layout.Missing("/tasks", $"There is no task {reference}", "Look for it among the tasks; a reference, an issue's id or the first characters of a key will do."), StatusCodes.Status404NotFound),
            (0, false) => Reply.Problem(StatusCodes.Status404NotFound, "No such task", $"There is no task {reference}."),
            (_, true) => Reply.Page(TaskPages.Why(reference, found)),
            (_, false) => Reply.Json(new ListBody<TaskWhyView>(found, null)),
        };
    }
}
