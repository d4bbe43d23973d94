using System.Text.Json;
using ActivityCore.Definitions;

namespace ActivityCore.Evidence;

/// <summary>Event types and entities to widgets: <c>EVENT-TYPE/ENTITY</c> goes before <c>EVENT-TYPE</c>.</summary>
internal static class WidgetMapping
{
    /// <summary>What is wrong with a key and the cure, to continue "`key` ", or null.</summary>
    public static string? FaultOfKey(string key) =>
        key.Length is > 0 and <= 255 && key.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '/' or '-') && key[0] != '/' && key[^1] != '/'
            ? null
            : "must be EVENT-TYPE or EVENT-TYPE/ENTITY, such as ops-service-observed/ledger-api.";

    /// <summary>What is wrong with an id and the cure, or null.</summary>
    public static string? FaultOfId(string id) => Guid.TryParseExact(id, "D", out var parsed) && parsed != Guid.Empty
        ? null
        : $"is `{Shown.Of(id)}` and must be a widget's UUID, as GET /api/v2/widgets gives it.";

    /// <summary>What the mapping says of an entity, or null.</summary>
    public static string? Find(IReadOnlyDictionary<string, string> mapping, string eventType, string entity) =>
        (entity.Length > 0 ? mapping.GetValueOrDefault($"{eventType}/{entity}") : null) ?? mapping.GetValueOrDefault(eventType);

    /// <summary>A mapping from the JSON text of a setting, or what is wrong with it.</summary>
    public static (IReadOnlyDictionary<string, string>? Mapping, string? Fault) Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            if (document.RootElement.ValueKind != JsonValueKind.Object || document.RootElement.EnumerateObject().Any(member => member.Value.ValueKind != JsonValueKind.String))
            {
                return (null, """this is no JSON object of texts; write {"ops-service-observed": "WIDGET-UUID", "ops-service-observed/ledger-api": "WIDGET-UUID"}.""");
            }

            var mapping = document.RootElement.EnumerateObject().ToDictionary(member => member.Name, member => member.Value.GetString()!, StringComparer.Ordinal);
            var wrong = mapping.Select(pair => FaultOfKey(pair.Key) is { } key ? $"`{Shown.Of(pair.Key)}` {key}" : FaultOfId(pair.Value) is { } id ? $"`{pair.Key}` {id}" : null)
                .FirstOrDefault(fault => fault is not null);
            return wrong is null ? (mapping, null) : (null, wrong);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return (null, """this is no JSON; write {"ops-service-observed": "WIDGET-UUID"}.""");
        }
    }
}
