using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace ActivityCore.Cli.Web;

/// <summary>What a handler answers: JSON, a page, a problem (RFC 9457), or plain text.</summary>
internal sealed class Reply : IResult
{
    private readonly int _status;
    private readonly string _contentType;
    private readonly byte[] _body;
    private readonly string? _location;

    private Reply(int status, string contentType, byte[] body, string? location = null)
    {
        _location = location;
        _status = status;
        _contentType = contentType;
        _body = body;
    }

    public static Reply Json<T>(T value, int status = StatusCodes.Status200OK, string? location = null) =>
        new(status, "application/json; charset=utf-8", JsonSerializer.SerializeToUtf8Bytes(value, Output.Json.Compact), location);

    public static Reply Page(Html page, int status = StatusCodes.Status200OK) =>
        new(status, "text/html; charset=utf-8", Encoding.UTF8.GetBytes(page.ToString()));

    public static Reply Text(string text, int status = StatusCodes.Status200OK) =>
        new(status, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(text));

    public static Reply Problem(int status, string title, string detail) =>
        new(status, "application/problem+json", JsonSerializer.SerializeToUtf8Bytes(new ProblemBody("about:blank", title, status, detail), Output.Json.Compact));

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = _status;
        response.ContentType = _contentType;
        response.ContentLength = _body.Length;
        if (_location is not null)
        {
            response.Headers.Location = _location;
        }

        return HttpMethods.IsHead(httpContext.Request.Method) ? Task.CompletedTask : response.Body.WriteAsync(_body, httpContext.RequestAborted).AsTask();
    }

    private sealed record ProblemBody(string Type, string Title, int Status, string Detail);
}
