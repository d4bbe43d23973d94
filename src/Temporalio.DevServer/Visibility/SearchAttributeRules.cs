using System.Text.Json;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.DevServer.Engine;
using Temporalio.DevServer.Namespaces;
using Temporalio.DevServer.Storage;

namespace Temporalio.DevServer.Visibility;

/// <summary>Checks search attributes and turns them into values that can be searched.</summary>
internal static class SearchAttributeRules
{
    private static readonly Google.Protobuf.ByteString NullEncoding = Google.Protobuf.ByteString.CopyFromUtf8("binary/null");

    public static IndexedValueType? TypeOf(NamespaceEntry ns, string name) =>
        ns.SearchAttributes.TryGetValue(name, out var custom) ? custom
        : SystemSearchAttributes.Predefined.TryGetValue(name, out var predefined) ? predefined
        : null;

    /// <summary>The reason why these attributes are refused, or null.</summary>
    public static string? Check(NamespaceEntry ns, SearchAttributes? attributes, bool allowReserved)
    {
        if (attributes is null)
            return null;
        if (attributes.IndexedFields.Count > EngineLimits.MaxSearchAttributes)
            return $"number of search attributes {attributes.IndexedFields.Count} exceeds limit {EngineLimits.MaxSearchAttributes}";
        var total = 0;
        foreach (var (name, payload) in attributes.IndexedFields)
        {
            if (SystemSearchAttributes.System.ContainsKey(name) || (!allowReserved && SystemSearchAttributes.Reserved.Contains(name)))
                return $"{name} attribute can't be set in SearchAttributes";
            if (TypeOf(ns, name) is not { } type)
                return $"Namespace {ns.Name} has no mapping defined for search attribute {name}";
            if (payload.Data.Length > EngineLimits.MaxSearchValueBytes)
                return $"search attribute {name} value size {payload.Data.Length} exceeds size limit {EngineLimits.MaxSearchValueBytes}";
            total += name.Length + payload.Data.Length;
            if (!TryRead(payload, type, out _))
                return $"invalid value for search attribute {name} of type {type}: {payload.Data.ToStringUtf8()}";
        }

        return total > EngineLimits.MaxSearchTotalBytes
            ? $"total size of search attributes {total} exceeds size limit {EngineLimits.MaxSearchTotalBytes}"
            : null;
    }

    /// <summary>Writes each attribute's type beside its value, so that clients can read it back.</summary>
    public static SearchAttributes? WithTypes(NamespaceEntry ns, SearchAttributes? attributes)
    {
        if (attributes is null || attributes.IndexedFields.Count == 0)
            return attributes;
        var typed = attributes.Clone();
        foreach (var (name, payload) in typed.IndexedFields)
        {
            if (TypeOf(ns, name) is { } type)
                payload.Metadata["type"] = Google.Protobuf.ByteString.CopyFromUtf8(type.ToString());
        }

        return typed;
    }

    public static SearchAttributes Merge(SearchAttributes? current, SearchAttributes? upserted)
    {
        var merged = current?.Clone() ?? new SearchAttributes();
        foreach (var (name, payload) in upserted?.IndexedFields ?? [])
        {
            if (IsNull(payload))
                merged.IndexedFields.Remove(name);
            else
                merged.IndexedFields[name] = payload;
        }

        return merged;
    }

    public static Memo MergeMemo(Memo? current, Memo? upserted)
    {
        var merged = current?.Clone() ?? new Memo();
        foreach (var (name, payload) in upserted?.Fields ?? [])
        {
            if (IsNull(payload))
                merged.Fields.Remove(name);
            else
                merged.Fields[name] = payload;
        }

        return merged;
    }

    /// <summary>A value that takes an entry away: null, or an empty list.</summary>
    public static bool IsNull(Payload payload) =>
        (payload.Metadata.TryGetValue("encoding", out var encoding) && encoding.Equals(NullEncoding))
        || payload.Data.Length == 0
        || payload.Data.ToStringUtf8().Trim() is "null" or "[]";

    /// <summary>The searchable values of a run.</summary>
    public static List<SearchValue> Values(NamespaceEntry ns, SearchAttributes? attributes)
    {
        var values = new List<SearchValue>();
        foreach (var (name, payload) in attributes?.IndexedFields ?? [])
        {
            if (TypeOf(ns, name) is not { } type || !TryRead(payload, type, out var items))
                continue;
            if (type == IndexedValueType.Text)
                values.AddRange(Words((string)items.FirstOrDefault("")).Select((word, position) => new SearchValue(name, position, word)));
            else
                values.AddRange(items.Select((item, position) => new SearchValue(name, position, item)));
        }

        return values;
    }

    /// <summary>The words by which text is searched: letters and digits, without regard to case.</summary>
    public static List<string> Words(string text)
    {
        var words = new List<string>();
        var start = -1;
        for (var i = 0; i <= text.Length; i++)
        {
            var inside = i < text.Length && char.IsLetterOrDigit(text[i]);
            if (inside && start < 0)
                start = i;
            if (inside || start < 0)
                continue;
            words.Add(text[start..i].ToLowerInvariant());
            start = -1;
        }

        return [.. words.Distinct(StringComparer.Ordinal)];
    }

    private static bool TryRead(Payload payload, IndexedValueType type, out List<object> items)
    {
        items = [];
        if (IsNull(payload))
            return true;
        try
        {
            using var json = JsonDocument.Parse(payload.Data.Memory);
            var root = json.RootElement;
            if (root.ValueKind == JsonValueKind.Array)
            {
                foreach (var element in root.EnumerateArray())
                {
                    if (!TryReadOne(element, type, items))
                        return false;
                }

                return type == IndexedValueType.KeywordList || items.Count <= 1;
            }

            return TryReadOne(root, type, items);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool TryReadOne(JsonElement element, IndexedValueType type, List<object> items)
    {
        object? value = (type, element.ValueKind) switch
        {
            (IndexedValueType.Bool, JsonValueKind.True) => 1L,
            (IndexedValueType.Bool, JsonValueKind.False) => 0L,
            (IndexedValueType.Int, JsonValueKind.Number) when element.TryGetInt64(out var i) => i,
            (IndexedValueType.Double, JsonValueKind.Number) when element.TryGetDouble(out var d) && double.IsFinite(d) => d,
            (IndexedValueType.Datetime, JsonValueKind.String) when element.TryGetDateTimeOffset(out var time) => time.UtcTicks,
            (IndexedValueType.Text or IndexedValueType.Keyword or IndexedValueType.KeywordList, JsonValueKind.String) => element.GetString(),
            _ => null,
        };
        if (value is null)
            return false;
        items.Add(value);
        return true;
    }
}
