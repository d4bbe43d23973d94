using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ActivityCore.Sandbox.IssueCore;

/// <summary>issue-core's <c>POST /issues/</c>: key as Bearer or X-API-Key, 201 with <c>issue_id</c>, <c>issue_url</c> and <c>backend</c>.</summary>
internal static class IssueApi
{
    private const int MaxBytes = 64 * 1024;

    public static void MapIssues(this IEndpointRouteBuilder routes, IssueBook book, string apiKey)
    {
        routes.MapPost("/issues/", (HttpRequest request, CancellationToken cancellation) => PostAsync(request, book, apiKey, cancellation));
        routes.MapGet("/issues/", () => TypedResults.Ok(book.Issues));
    }

    private static async Task<IResult> PostAsync(HttpRequest request, IssueBook book, string apiKey, CancellationToken cancellation)
    {
        if (!IsAuthorised(request, apiKey))
        {
            return Detail(StatusCodes.Status401Unauthorized, "invalid or missing ingestion key");
        }

        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellation);
        if (body.Length > MaxBytes)
        {
            return Detail(StatusCodes.Status413PayloadTooLarge, "the body is larger than 64 KiB");
        }

        if (TaskIngestionRequest.Read(body.GetBuffer().AsSpan(0, (int)body.Length), out var reason) is not { } task)
        {
            return Detail(StatusCodes.Status422UnprocessableEntity, reason);
        }

        var (issue, repeated) = book.Take(task, request.Headers["Idempotency-Key"].FirstOrDefault(), "rest");
        var url = $"{request.Scheme}://{request.Host}{request.PathBase}/#{issue.Id}";
        return Results.Json(
            new { issue_id = issue.Id, issue_url = url, backend = "sandbox" },
            statusCode: repeated ? StatusCodes.Status200OK : StatusCodes.Status201Created);
    }

    private static bool IsAuthorised(HttpRequest request, string apiKey)
    {
        const string Bearer = "Bearer ";
        var authorization = request.Headers.Authorization.ToString();
        var offered = authorization.StartsWith(Bearer, StringComparison.Ordinal) ? authorization[Bearer.Length..] : request.Headers["X-API-Key"].ToString();
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(offered), Encoding.UTF8.GetBytes(apiKey));
    }

    private static IResult Detail(int status, string text) => Results.Json(new { detail = text }, statusCode: status);
}
