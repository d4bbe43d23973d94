using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ActivityCore.Sandbox.StateHub;

/// <summary>The part of State Hub's API that the engine reads and writes: <c>/health</c>, <c>/repos/</c>, <c>/progress/</c>.</summary>
internal static class StateHubApi
{
    public static void MapStateHub(this IEndpointRouteBuilder routes, StateHubBook book, TimeProvider time)
    {
        routes.MapGet("/health", () => TypedResults.Ok(new { status = "ok" }));
        routes.MapGet("/repos/", () => TypedResults.Ok(book.Repositories));
        routes.MapPost("/repos/", (JsonElement repository) => Register(book, repository));
        routes.MapGet("/progress/", (string? event_type, int? limit) => TypedResults.Ok(List(book, event_type, limit ?? 50)));
        routes.MapPost("/progress/", (ProgressRequest request) => Add(book, request, time));
    }

    private static IResult Register(StateHubBook book, JsonElement repository)
    {
        if (StateHubBook.Slug(repository) is null)
        {
            return Results.Json(new { detail = "slug is required" }, statusCode: StatusCodes.Status422UnprocessableEntity);
        }

        book.Register(repository);
        return Results.Json(repository, statusCode: StatusCodes.Status201Created);
    }

    private static IEnumerable<ProgressEntry> List(StateHubBook book, string? eventType, int limit) => book.Progress
        .Where(entry => eventType is null || string.Equals(entry.EventType, eventType, StringComparison.Ordinal))
        .Reverse()
        .Take(limit);

    private static IResult Add(StateHubBook book, ProgressRequest request, TimeProvider time)
    {
        var entry = new ProgressEntry
        {
            Id = Guid.NewGuid(),
            CreatedAt = time.GetUtcNow(),
            EventType = request.EventType,
            Summary = request.Summary,
            Detail = request.Detail,
        };
        book.Add(entry);
        return Results.Json(entry, statusCode: StatusCodes.Status201Created);
    }

    private sealed record ProgressRequest
    {
        [JsonPropertyName("event_type")]
        public required string EventType { get; init; }

        [JsonPropertyName("summary")]
        public string? Summary { get; init; }

        [JsonPropertyName("detail")]
        public JsonElement? Detail { get; init; }
    }
}
