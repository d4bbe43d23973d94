using System.Text.Json;
using Google.Protobuf;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Converters;

namespace Temporalio.Common;

/// <summary>
/// Search attributes travel as json/plain with their type in the metadata, whatever converter and codec the client has:
/// the service must be able to read them.
/// </summary>
internal static class SearchAttributePayloads
{
    /// <summary>Value and type, or null for a null value, which means "not set".</summary>
    public static (object Value, IndexedValueType Type)? Read(Payload payload)
    {
        if (!payload.Metadata.TryGetValue("type", out var typeName))
            throw new ArgumentException("The search attribute has no type in its metadata.", nameof(payload));
        if (!Enum.TryParse<IndexedValueType>(typeName.ToStringUtf8(), out var type) || !Enum.IsDefined(type))
            throw new ArgumentException($"The search attribute's type '{typeName.ToStringUtf8()}' is unknown.", nameof(payload));
        var element = DataConverter.Default.PayloadConverter.ToValue<JsonElement?>(payload);
        return element is { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } present
            ? (ToObject(present, type), type)
            : null;
    }

    /// <summary>The wire form; a null value removes the attribute.</summary>
    public static Payload Write(SearchAttributeKey key, object? value)
    {
        var payload = DataConverter.Default.PayloadConverter.ToPayload(value);
        payload.Metadata["type"] = ByteString.CopyFromUtf8(key.ValueType.ToString());
        return payload;
    }

    private static object ToObject(JsonElement element, IndexedValueType type) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().Select(item => ToObject(item, type)).OfType<string>().ToList(),
        JsonValueKind.True or JsonValueKind.False => element.GetBoolean(),
        JsonValueKind.Number when type == IndexedValueType.Int => element.GetInt64(),
        JsonValueKind.Number => element.GetDouble(),
        JsonValueKind.String when type == IndexedValueType.Datetime && element.TryGetDateTimeOffset(out var time) => time,
        JsonValueKind.String => element.GetString()!,
        _ => throw new ArgumentException($"A search attribute cannot be a JSON {element.ValueKind}.", nameof(element)),
    };
}
