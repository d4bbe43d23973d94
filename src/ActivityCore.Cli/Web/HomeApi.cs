using ActivityCore.Cli.Output;
using ActivityCore.Cli.Runs;
using ActivityCore.Cli.Storage;
using ActivityCore.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ActivityCore.Cli.Web;

/// <summary><c>/</c>: what there is, and the last runs.</summary>
internal static class HomeApi
{
    private const int LastRuns = 20;

    public static void MapHome(this IEndpointRouteBuilder routes) => routes.Get("/", ShowAsync);

    private static async Task<IResult> ShowAsync(HttpContext http)
    {
        var audit = http.Service<AuditReader>();
        var counts = await audit.CountAsync(http.RequestAborted);
        if (!http.WantsPage())
        {
            return Reply.Json(counts);
        }

        var runs = await audit.ListRunsAsync(new RunFilter(), new PageRequest(LastRuns), http.RequestAborted);
        return Reply.Page(Layout.Page("/", "Overview", Html.Of($"""
            <h1>What happened, and what followed</h1>
            <div class="tiles">
            {Tile("/events", counts.Events.Values.Sum(), "events")}
            {Tile("/runs", counts.Runs.Values.Sum(), "runs")}
            {Tile("/tasks", counts.Tasks.Values.Sum(), "tasks")}
            {Tile("/runs?state=failed", counts.Runs.GetValueOrDefault(Word.Of(RunState.Failed)), "failed runs")}
            {Tile("/runs?state=parked", counts.Runs.GetValueOrDefault(Word.Of(RunState.Parked)), "parked runs")}
            {Tile("/dead-letters", counts.DeadLetters.Values.Sum(), "open dead letters")}
            {Sandbox(http)}
            </div>
            <h2>Last runs</h2>
            {RunPages.Table(runs.Items)}
            {(runs.Next is null ? Html.Empty : Html.Of($"<p><a class=\"more\" href=\"/runs\">All runs</a></p>"))}
            """)));
    }

    private static Html Sandbox(HttpContext http) => http.RequestServices.GetService(typeof(SandboxLink)) is SandboxLink { Path: { } path }
        ? Html.Of($"<a class=\"tile\" href=\"{path}\"><b>→</b><span>sandbox: what arrived</span></a>")
        : Html.Empty;

    private static Html Tile(string path, long count, string name) => Html.Of($"<a class=\"tile\" href=\"{path}\"><b>{count}</b><span>{name}</span></a>");
}
