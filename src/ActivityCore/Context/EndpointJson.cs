using System.Text.Json;
using ActivityCore.Http;

namespace ActivityCore.Context;

/// <summary>The JSON that an endpoint answers to a GET, as the answer to what a definition asks.</summary>
internal static class EndpointJson
{
    private const int MaxDepth = 64;

    /// <param name="endpoints">Sends the request.</param>
    /// <param name="endpoint">Where to.</param>
    /// <param name="request">A GET.</param>
    /// <param name="mask">Keeps secrets out of the answer; it reads every text, and so finds those that are no Unicode.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public static async Task<ContextAnswer> ReadAsync(
        HttpEndpoints endpoints, HttpEndpoint endpoint, HttpEndpointRequest request, Func<JsonElement, JsonElement> mask, CancellationToken cancellationToken) =>
        await endpoints.SendAsync(endpoint, request, cancellationToken) switch
        {
            HttpEndpointAnswer.Answered { IsSuccess: true } answer => Read(endpoint, answer.Body, mask),
            HttpEndpointAnswer.Answered { IsRetryable: true } answer => new ContextAnswer.Unavailable($"{endpoint.Name} answered with {answer.Status}.", answer.RetryAfter),
            HttpEndpointAnswer.Answered answer => new ContextAnswer.Refused($"{endpoint.Name} answered with {answer.Status}."),
            HttpEndpointAnswer.Unavailable answer => new ContextAnswer.Unavailable(answer.Reason + "."),
            HttpEndpointAnswer.Refused answer => new ContextAnswer.Refused(answer.Reason + "."),
            var other => throw new InvalidOperationException($"{other.GetType().Name} is not known."),
        };

    private static ContextAnswer Read(HttpEndpoint endpoint, ReadOnlyMemory<byte> body, Func<JsonElement, JsonElement> mask)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = MaxDepth, AllowDuplicateProperties = false });
            return new ContextAnswer.Found(mask(document.RootElement));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return new ContextAnswer.Refused($"The answer of {endpoint.Name} is not JSON, names a member twice, or is nested more than {MaxDepth} deep.");
        }
    }
}
