using ActivityCore.Cli.Storage;
using ActivityCore.Cli.Web;
using ActivityCore.Evidence;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ActivityCore.Cli.Evidence;

/// <summary><c>/evidence</c>: what was submitted, deferred or rejected, and why.</summary>
internal static class EvidenceApi
{
    public static void MapEvidence(this IEndpointRouteBuilder routes) => routes.Get("/evidence", ListAsync);

    private static async Task<IResult> ListAsync(HttpContext http)
    {
        var filter = new EvidenceFilter
        {
            State = Query.Choice<EvidenceState>(http, "state"),
            RunId = Query.Text(http, "run"),
            Sink = Query.Text(http, "sink"),
            EventType = Query.Text(http, "event_type"),
            Since = Query.Since(http),
        };
        var found = await http.Service<AuditReader>().ListEvidenceAsync(filter, Query.Page(http, "state", "run", "sink", "event_type", "since"), http.RequestAborted);
        return http.WantsPage() ? Reply.Page(EvidencePages.List(found, filter.State)) : Reply.Json(new ListBody<EvidenceView>(found.Items, found.Next));
    }
}
