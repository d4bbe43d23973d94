using ActivityCore.Cli.Storage;
using ActivityCore.Cli.Web;
using ActivityCore.Events;
using ActivityCore.Routing;
using ActivityCore.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ActivityCore.Cli.Events;

/// <summary><c>/events</c>: what came in, and the door to send more.</summary>
internal static class EventsApi
{
    public static void MapEvents(this IEndpointRouteBuilder routes)
    {
        routes.Get("/events", ListAsync);
        routes.Get("/events/{id:guid}", ShowAsync);
        routes.Post("/events", AcceptAsync);
    }

    /// <summary>202 once the event is stored durably, with where to look at it; 200 for a repeat, which changes nothing.</summary>
    private static async Task<IResult> AcceptAsync(HttpContext http)
    {
        // A page of another site can post a form but not this type, so no browser can be made to send events.
        if (!http.Request.HasJsonContentType())
        {
            return Reply.Problem(StatusCodes.Status415UnsupportedMediaType, "Wrong content type", "Send one envelope with Content-Type: application/json.");
        }

        if (await EnvelopeBody.ReadAsync(http.Request, http.RequestAborted) is not { } bytes)
        {
            return Reply.Problem(
                StatusCodes.Status413PayloadTooLarge, "Too large", $"An envelope may have {EnvelopeReader.MaxBytes} bytes: send a reference to large data instead of the data.");
        }

        return await http.Service<EventIntake>().AcceptAsync(bytes, "http", http.RequestAborted) switch
        {
            IntakeResult.Accepted accepted => Taken(accepted.Event, StatusCodes.Status202Accepted, new(accepted.Event.Envelope.Id, accepted.Event.Envelope.Publisher, Duplicate: false, Conflict: false)),
            IntakeResult.Duplicate known => Taken(known.Event, StatusCodes.Status200OK, new(known.Event.Envelope.Id, known.Event.Envelope.Publisher, Duplicate: true, Conflict: known.HasOtherContent)),
            IntakeResult.Refused refused => Reply.Problem(StatusCodes.Status400BadRequest, "Not an event", refused.Reason),
            var other => throw new InvalidOperationException($"{other.GetType().Name} is not known."),
        };
    }

    private static Reply Taken(StoredEvent stored, int status, ReceiptView receipt) => Reply.Json(receipt, status, $"/events/{stored.Envelope.Id:D}");

    private static async Task<IResult> ListAsync(HttpContext http)
    {
        var onlyUnmatched = string.Equals(Query.Text(http, "no_match"), "true", StringComparison.OrdinalIgnoreCase);
        var filter = new EventFilter
        {
            Type = Query.Text(http, "type"),
            Publisher = Query.Text(http, "publisher"),
            NoMatch = onlyUnmatched ? true : null,
            Since = Query.Since(http),
        };
        var found = await http.Service<AuditReader>().ListEventsAsync(filter, Query.Page(http, "type", "publisher", "no_match", "since"), http.RequestAborted);
        return http.WantsPage()
            ? Reply.Page(EventPages.List(found, onlyUnmatched ? "/events?no_match=true" : "/events"))
            : Reply.Json(new ListBody<EventView>(found.Items, found.Next));
    }

    private static async Task<IResult> ShowAsync(HttpContext http)
    {
        var id = Guid.Parse((string)http.Request.RouteValues["id"]!);
        var found = await http.Service<AuditReader>().FindEventsAsync(id, Query.Text(http, "publisher"), http.RequestAborted);
        return (found.Count, http.WantsPage()) switch
        {
            (0, true) => Reply.Page(Layout.Missing("/events", $"There is no event {id:D}", "It may have gone to another installation."), StatusCodes.Status404NotFound),
            (0, false) => Reply.Problem(StatusCodes.Status404NotFound, "No such event", $"There is no event {id:D}."),
            (_, true) => Reply.Page(EventPages.Show(found)),
            (1, false) => Reply.Json(found[0]),
            _ => Reply.Problem(StatusCodes.Status409Conflict, "Several publishers use this id", $"Name one with ?publisher=: {string.Join(", ", found.Select(item => item.Event.Publisher))}."),
        };
    }
}
