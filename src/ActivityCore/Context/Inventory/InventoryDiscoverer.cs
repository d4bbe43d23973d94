using System.Text.Json;
using ActivityCore.Http;

namespace ActivityCore.Context.Inventory;

/// <summary>Asks a named endpoint what really runs.</summary>
internal sealed class InventoryDiscoverer(HttpEndpoints endpoints)
{
    private const int MaxNames = 10_000;

    /// <summary>The names, or null and why. An outage is a value.</summary>
    public async Task<(IReadOnlyCollection<string>? Names, string? Reason)> LookAsync(InventoryDiscovery discovery, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (endpoints.Find(discovery.Endpoint) is not { } endpoint)
        {
            return (null, $"HTTP_ENDPOINTS_FILE has no endpoint {discovery.Endpoint}.");
        }

        return await endpoints.SendAsync(endpoint, new() { Path = discovery.Path, Timeout = timeout }, cancellationToken) switch
        {
            HttpEndpointAnswer.Answered { IsSuccess: true } answer => Read(discovery, answer.Body),
            HttpEndpointAnswer.Answered answer => (null, $"{endpoint.Name} answered with {answer.Status}."),
            HttpEndpointAnswer.Unavailable answer => (null, answer.Reason + "."),
            HttpEndpointAnswer.Refused answer => (null, answer.Reason + "."),
            var other => throw new InvalidOperationException($"{other.GetType().Name} is not known."),
        };
    }

    private static (IReadOnlyCollection<string>? Names, string? Reason) Read(InventoryDiscovery discovery, ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            if (Member(document.RootElement, discovery.List) is not { ValueKind: JsonValueKind.Array } list)
            {
                return (null, $"The answer of {discovery.Endpoint} has no list{(discovery.List.Length == 0 ? "" : $" {discovery.List}")}.");
            }

            if (list.GetArrayLength() > MaxNames)
            {
                // Of the first ones alone nobody could say what is absent.
                return (null, $"The answer of {discovery.Endpoint} lists more than {MaxNames} items.");
            }

            var names = list.EnumerateArray().Select(item => Member(item, discovery.Name))
                .Where(name => name is { ValueKind: JsonValueKind.String })
                .Select(name => Storage.Redaction.Text(name!.Value.GetString()!, 100));
            return (new SortedSet<string>(names, StringComparer.Ordinal), null);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return (null, $"The answer of {discovery.Endpoint} is not JSON.");
        }
    }

    private static JsonElement? Member(JsonElement? value, string path)
    {
        foreach (var name in path.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            value = value is { ValueKind: JsonValueKind.Object } known && known.TryGetProperty(name, out var member) ? member : null;
        }

        return value;
    }
}
