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

        return await EndpointJson.ReadAsync(
            endpoints, endpoint, request with { Timeout = Patience }, json => Redaction.ForeignJson(json, endpoint.Credential?.Secret), cancellationToken);
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
