using System.Globalization;
using System.Text.Json;
using ActivityCore.Http;
using ActivityCore.Storage;

namespace ActivityCore.Evidence;

/// <summary>HTTP as both receivers are spoken to: JSON, bounded, no redirects, and what they say back without the key. Safe to share.</summary>
internal sealed class EvidenceReceiver(HttpEndpoints http, HttpEndpoint endpoint)
{
    private const int MaxPages = 50;

    /// <summary>The answer to a GET, or what to do instead.</summary>
    public async Task<(JsonElement? Json, EvidenceResult? Instead)> GetAsync(string path, IReadOnlyDictionary<string, string> query, CancellationToken cancellationToken)
    {
        var answer = await http.SendAsync(endpoint, new() { Path = path, Query = query }, cancellationToken);
        if (answer is not HttpEndpointAnswer.Answered { IsSuccess: true } found)
        {
            return (null, Instead($"GET {path}", answer));
        }

        return Parse(found) is { } json ? (json, null) : (null, new EvidenceResult.Retry($"{endpoint.Name} answered GET {path} with what is no JSON"));
    }

    /// <summary>Sends JSON. Success gives the <c>id</c> of the answer, where there is one.</summary>
    public async Task<EvidenceResult> PostAsync(string path, string key, JsonElement body, CancellationToken cancellationToken)
    {
        var answer = await http.SendAsync(
            endpoint,
            new()
            {
                Method = "POST",
                Path = path,
                Json = JsonSerializer.SerializeToUtf8Bytes(body, AuditJson.Options),
                Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["Idempotency-Key"] = key },
            },
            cancellationToken);
        if (answer is not HttpEndpointAnswer.Answered { IsSuccess: true } taken)
        {
            return Instead($"POST {path}", answer);
        }

        return new EvidenceResult.Submitted(Id(Parse(taken)) ?? string.Create(CultureInfo.InvariantCulture, $"accepted with {taken.Status}"));
    }

    /// <summary>Every item of a paginated list: <c>?page=1</c> and on, until a page is empty or known.</summary>
    public async Task<(IReadOnlyList<JsonElement>? Items, EvidenceResult? Instead)> ListAsync(string path, IReadOnlyDictionary<string, string> query, CancellationToken cancellationToken)
    {
        var items = new List<JsonElement>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        for (var page = 1; page <= MaxPages; page++)
        {
            var asked = new Dictionary<string, string>(query, StringComparer.Ordinal) { ["page"] = page.ToString(CultureInfo.InvariantCulture) };
            var (json, instead) = await GetAsync(path, asked, cancellationToken);
            if (json is not { } answer)
            {
                return (null, instead);
            }

            // A receiver that takes no notice of `page` gives the same one for ever.
            var fresh = Items(answer).Where(item => known.Add(Id(item) ?? item.GetRawText())).ToArray();
            if (fresh.Length == 0)
            {
                break;
            }

            items.AddRange(fresh);
        }

        return (items, null);
    }

    /// <summary>The items of a list, bare or below <c>data</c>, <c>items</c> or <c>results</c>.</summary>
    public static IEnumerable<JsonElement> Items(JsonElement answer)
    {
        if (answer.ValueKind == JsonValueKind.Array)
        {
            return answer.EnumerateArray();
        }

        foreach (var name in (string[])["data", "items", "results"])
        {
            if (answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array)
            {
                return list.EnumerateArray();
            }
        }

        return [];
    }

    public static string? Id(JsonElement? item) => Text(item, "id");

    /// <summary>A text or number at a path of names, or null.</summary>
    public static string? Text(JsonElement? item, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            item = item is { ValueKind: JsonValueKind.Object } known && known.TryGetProperty(name, out var member) ? member : null;
        }

        return item?.ValueKind switch
        {
            JsonValueKind.String => item.Value.GetString(),
            JsonValueKind.Number => item.Value.GetRawText(),
            _ => null,
        };
    }

    private EvidenceResult Instead(string request, HttpEndpointAnswer answer) => answer switch
    {
        HttpEndpointAnswer.Answered { IsRetryable: true } busy => new EvidenceResult.Retry(Describe(request, busy), busy.RetryAfter),
        HttpEndpointAnswer.Answered refused => new EvidenceResult.Rejected(EvidenceStatus.Refused, Describe(request, refused)),
        HttpEndpointAnswer.Unavailable unavailable => new EvidenceResult.Retry(unavailable.Reason),
        HttpEndpointAnswer.Refused refused => new EvidenceResult.Rejected(EvidenceStatus.Refused, refused.Reason),
        _ => throw new InvalidOperationException($"{answer.GetType().Name} is not known."),
    };

    private string Describe(string request, HttpEndpointAnswer.Answered answer)
    {
        // What a receiver says about a fault, and never the rest of its answer.
        var json = Parse(answer);
        var said = Text(json, "error") ?? Text(json, "detail") ?? Text(json, "message") ?? Text(json, "title");
        var text = string.Create(CultureInfo.InvariantCulture, $"{endpoint.Name} answered {request} with {answer.Status}{(said is null ? "" : $": {said}")}");
        return CompactFacts.Text(endpoint.Credential?.Withhold(text) ?? text);
    }

    private static JsonElement? Parse(HttpEndpointAnswer.Answered answer)
    {
        try
        {
            return JsonElement.Parse(answer.Body.Span);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
