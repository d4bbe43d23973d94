using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using ActivityCore.Http;

namespace ActivityCore.Tasks;

/// <summary>What an HTTP answer means for a task.</summary>
internal static class RestAnswer
{
    private const int ReferenceLimit = 200;
    private const int DetailLimit = 300;

    public static SinkResult Read(HttpResponseMessage response, ResponseBody body, DateTimeOffset now)
    {
        var status = (int)response.StatusCode;
        return response.StatusCode switch
        {
            >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices => ReadCreated(status, body),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
                new SinkResult.Retry($"{status}: the receiver refuses the key in ISSUE_CORE_API_KEY", RetryAfter.Of(response, now)),
            HttpStatusCode.RequestTimeout or HttpStatusCode.Conflict or (HttpStatusCode)425 or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError =>
                new SinkResult.Retry(Describe(status, response, body), RetryAfter.Of(response, now)),
            >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest =>
                new SinkResult.Rejected($"{status}: the receiver redirects, and redirects are not followed; check ISSUE_CORE_URL", status),
            _ => new SinkResult.Rejected(Describe(status, response, body), status),
        };
    }

    // Without a reference the task may or may not exist there. The same key sent again finds out.
    private static SinkResult ReadCreated(int status, ResponseBody body)
    {
        if (body.IsCut)
        {
            return new SinkResult.Retry($"{status} with more than 1 MiB");
        }

        try
        {
            using var document = JsonDocument.Parse(body.Bytes);
            var answer = document.RootElement;
            if (answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("issue_id", out var id) && Reference(id) is { } reference)
            {
                return new SinkResult.Created(reference, answer.TryGetProperty("issue_url", out var url) ? Url(url) : null);
            }

            return new SinkResult.Retry($"{status} without a usable issue_id");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return new SinkResult.Retry($"{status} with a body that is no JSON");
        }
    }

    private static string? Reference(JsonElement id)
    {
        var text = id.ValueKind switch
        {
            JsonValueKind.String => id.GetString()!.Trim(),
            JsonValueKind.Number => id.GetRawText(),
            _ => "",
        };
        return text.Length is > 0 and <= ReferenceLimit && !text.Any(char.IsControl) ? text : null;
    }

    private static string? Url(JsonElement value) =>
        value.ValueKind == JsonValueKind.String
        && value.GetString() is { Length: <= 2_000 } text
        && Uri.TryCreate(text, UriKind.Absolute, out var url)
        && url.Scheme is "http" or "https"
        && url.UserInfo.Length == 0 ? url.AbsoluteUri : null;

    private static string Describe(int status, HttpResponseMessage response, ResponseBody body)
    {
        // An HTML page is a proxy's or a framework's, and tells an operator nothing in a line.
        var detail = response.Content.Headers.ContentType?.MediaType is "application/json" or "application/problem+json" or "text/plain"
            ? Encoding.UTF8.GetString(body.Bytes.Span[..Math.Min(body.Bytes.Length, DetailLimit)]).Trim()
            : "";
        return detail.Length == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{status} {response.StatusCode}")
            : string.Create(CultureInfo.InvariantCulture, $"{status} {response.StatusCode}: {detail}");
    }
}
