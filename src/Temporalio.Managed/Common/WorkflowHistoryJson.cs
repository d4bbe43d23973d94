using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Temporalio.Api.History.V1;

namespace Temporalio.Common;

/// <summary>
/// Reads history JSON. Older exports write enum values in camel case ("WorkflowTaskStarted") where protobuf JSON has
/// "EVENT_TYPE_WORKFLOW_TASK_STARTED"; those are rewritten by walking the JSON along the message descriptors.
/// </summary>
internal static class WorkflowHistoryJson
{
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    public static History Parse(string json)
    {
        if (JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { MaxDepth = 256 }) is not JsonObject history)
            throw new ArgumentException("The history is not a JSON object.", nameof(json));
        Rewrite(history, History.Descriptor);
        return Parser.Parse<History>(history.ToJsonString(new JsonSerializerOptions { MaxDepth = 256 }));
    }

    private static void Rewrite(JsonObject json, MessageDescriptor message)
    {
        foreach (var field in message.Fields.InDeclarationOrder())
        {
            if (!json.TryGetPropertyValue(field.JsonName, out var value) || value is null)
                continue;
            if (field.FieldType == FieldType.Enum)
                RewriteEnum(json, field, value);
            else if (field.FieldType == FieldType.Message)
                RewriteMessage(field, value);
        }
    }

    private static void RewriteEnum(JsonObject json, FieldDescriptor field, JsonNode value)
    {
        if (value is JsonArray items)
        {
            for (var i = 0; i < items.Count; i++)
                items[i] = FullName(field.EnumType, items[i]);
        }
        else
        {
            json[field.JsonName] = FullName(field.EnumType, value);
        }
    }

    private static void RewriteMessage(FieldDescriptor field, JsonNode value)
    {
        if (field.IsMap)
        {
            var valueField = field.MessageType.FindFieldByNumber(2);
            if (valueField.FieldType == FieldType.Message && value is JsonObject map)
                RewriteAll(map.Select(entry => entry.Value), valueField.MessageType);
        }
        else if (value is JsonArray items)
        {
            RewriteAll(items, field.MessageType);
        }
        else
        {
            RewriteAll([value], field.MessageType);
        }
    }

    private static void RewriteAll(IEnumerable<JsonNode?> values, MessageDescriptor message)
    {
        foreach (var value in values.OfType<JsonObject>().ToList())
            Rewrite(value, message);
    }

    private static JsonNode? FullName(EnumDescriptor type, JsonNode? value)
    {
        if (value is not JsonValue scalar || !scalar.TryGetValue<string>(out var text) || type.FindValueByName(text) is not null)
            return value?.DeepClone();
        var full = type.Values.FirstOrDefault(candidate => string.Equals(ShortName(type, candidate), text, StringComparison.Ordinal));
        return full is null ? value.DeepClone() : JsonValue.Create(full.Name);
    }

    // EVENT_TYPE_TIMER_FIRED of EventType is TimerFired.
    private static string ShortName(EnumDescriptor type, EnumValueDescriptor value)
    {
        var words = value.Name.Split('_').Select(word => string.Concat(word[..1], word[1..].ToLowerInvariant()));
        var joined = string.Concat(words);
        return joined.StartsWith(type.Name, StringComparison.Ordinal) ? joined[type.Name.Length..] : joined;
    }
}
