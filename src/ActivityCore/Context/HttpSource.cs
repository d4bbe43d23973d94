using System.Text.Json;
using ActivityCore.Http;
using ActivityCore.Storage;

namespace ActivityCore.Context;

/// <summary>
/// <c>http.NAME</c>: the JSON that a named endpoint answers to a GET. Parameters: <c>path</c> below its address, and <c>query</c>, an object of texts,
/// numbers and booleans. What looks like a secret, and the endpoint's own one, is masked before anybody sees the answer.
/// </summary>
internal sealed class HttpSource(HttpEndpoints endpoints, HttpEndpoint endpoint) : IContextSource
{
    private const int MaxDepth = 64;

    // Below the minute that the step has, so that a slow neighbour is named rather than the step cut off.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(50);

    public static string NameOf(HttpEndpoint endpoint) => $"http.{endpoint.Name}";

    public string Name => NameOf(endpoint);

    public async Task<ContextAnswer> ReadAsync(JsonElement parameters, CancellationToken cancellationToken = default)
    {
        if (!TryRead(parameters, out var request))
        {
            return new ContextAnswer.Refused($"{Name} takes `path`, a text, and `query`, a mapping of texts, numbers and booleans, in \"with\".");
        }

        return await endpoints.SendAsync(endpoint, request with { Timeout = Patience }, cancellationToken) switch
        {
            HttpEndpointAnswer.Answered { IsSuccess: true } answer => Read(answer.Body),
            HttpEndpointAnswer.Answered { IsRetryable: true } answer => new ContextAnswer.Unavailable($"{endpoint.Name} answered with {answer.Status}.", answer.RetryAfter),
            HttpEndpointAnswer.Answered answer => new ContextAnswer.Refused($"{endpoint.Name} answered with {answer.Status}."),
            HttpEndpointAnswer.Unavailable answer => new ContextAnswer.Unavailable(answer.Reason + "."),
            HttpEndpointAnswer.Refused answer => new ContextAnswer.Refused(answer.Reason + "."),
            var other => throw new InvalidOperationException($"{other.GetType().Name} is not known."),
        };
    }

    private ContextAnswer Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = MaxDepth, AllowDuplicateProperties = false });
            return new ContextAnswer.Found(Redaction.ForeignJson(document.RootElement, endpoint.Credential?.Secret));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return new ContextAnswer.Refused($"The answer of {endpoint.Name} is not JSON, names a member twice, or is nested more than {MaxDepth} deep.");
        }
    }

    private static bool TryRead(JsonElement parameters, out HttpEndpointRequest request)
    {
        request = new();
        if (parameters.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        foreach (var member in parameters.EnumerateObject())
        {
            switch (member.Name, member.Value.ValueKind)
            {
                case ("path", JsonValueKind.String):
                    request = request with { Path = member.Value.GetString()! };
                    break;
                case ("query", JsonValueKind.Object) when member.Value.EnumerateObject().All(value => IsPlain(value.Value)):
                    request = request with { Query = member.Value.EnumerateObject().ToDictionary(value => value.Name, value => Text(value.Value), StringComparer.Ordinal) };
                    break;
                default:
                    return false;
            }
        }

        return true;
    }

    private static bool IsPlain(JsonElement value) => value.ValueKind is JsonValueKind.String or JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False;

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
