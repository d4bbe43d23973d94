using ActivityCore.Cli.Web;
using ActivityCore.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ActivityCore.Cli.DeadLetters;

/// <summary><c>/dead-letters</c>: what could not be handled because of its content. To replay and to drop is for commands: this port asks nobody who they are.</summary>
internal static class DeadLettersApi
{
    public static void MapDeadLetters(this IEndpointRouteBuilder routes)
    {
        routes.Get("/dead-letters", ListAsync);
        routes.Get("/dead-letters/{id}", ShowAsync);
    }

    private static async Task<IResult> ListAsync(HttpContext http)
    {
        var withSettled = string.Equals(Query.Text(http, "settled"), "true", StringComparison.OrdinalIgnoreCase);
        var filter = new DeadLetterFilter
        {
            Kind = Query.Choice<DeadLetterKind>(http, "kind"),
            Source = Query.Text(http, "source"),
            OnlyOpen = !withSettled,
            Since = Query.Since(http),
        };
        var found = await http.Service<IDeadLetters>().ListAsync(filter, Query.Page(http, "kind", "source", "settled", "since"), http.RequestAborted);
        var page = new Page<DeadLetterView>([.. found.Items.Select(DeadLetterView.Of)], found.Next);
        return http.WantsPage() ? Reply.Page(DeadLetterPages.List(page, withSettled)) : Reply.Json(new ListBody<DeadLetterView>(page.Items, page.Next));
    }

    private static async Task<IResult> ShowAsync(HttpContext http)
    {
        var id = (string)http.Request.RouteValues["id"]!;
        var letter = await http.Service<IDeadLetters>().FindAsync(id, http.RequestAborted);
        return (letter, http.WantsPage()) switch
        {
            (null, true) => Reply.Page(Layout.Missing("/dead-letters", $"There is no dead letter {id}", "It may be the id of another installation, or several begin so."), StatusCodes.Status404NotFound),
            (null, false) => Reply.Problem(StatusCodes.Status404NotFound, "No such dead letter", $"There is no dead letter {id}, or several begin so."),
            ({ } found, true) => Reply.Page(DeadLetterPages.Show(DeadLetterView.Of(found))),
            ({ } found, false) => Reply.Json(DeadLetterView.Of(found)),
        };
    }
}
