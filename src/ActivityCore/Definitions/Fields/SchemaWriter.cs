using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ActivityCore.Definitions.Fields;

/// <summary>The tables of shapes as JSON Schemas (draft 2020-12), for editors.</summary>
internal static class SchemaWriter
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The schema as text, ending with a line break.</summary>
    public static string Write(string title, ObjectShape root)
    {
        var schema = new JsonObject { ["$schema"] = "https://json-schema.org/draft/2020-12/schema", ["title"] = title };
        foreach (var (key, value) in Schema(root).ToArray())
            schema[key] = value?.DeepClone();

        return schema.ToJsonString(Options) + "\n";
    }

    private static JsonObject Schema(Shape shape)
    {
        var schema = new JsonObject { ["description"] = shape.Description };
        switch (shape)
        {
            case TextShape text:
                schema["type"] = "string";
                schema["minLength"] = text.MayBeEmpty ? null : 1;
                schema["maxLength"] = text.MaxLength;
                schema["format"] = text.Format;
                schema["pattern"] = text.Pattern;
                schema["examples"] = text.Examples.Count == 0 ? null : Strings(text.Examples);
                break;
            case ChoiceShape choice:
                schema["enum"] = Strings(choice.Choices);
                break;
            case BooleanShape boolean:
                schema["type"] = "boolean";
                schema["const"] = boolean.Only;
                break;
            case IntegerShape integer:
                schema["type"] = "integer";
                schema["minimum"] = integer.Min;
                schema["maximum"] = integer.Max;
                break;
            case ListShape list:
                schema["type"] = "array";
                schema["minItems"] = list.MinItems == 0 ? null : list.MinItems;
                schema["items"] = Schema(list.Item);
                break;
            case MapShape map:
                schema["type"] = "object";
                schema["patternProperties"] = new JsonObject { [map.KeyPattern] = Schema(map.Value) };
                schema["additionalProperties"] = false;
                break;
            case JsonObjectShape:
                schema["type"] = "object";
                break;
            case JsonShape:
                break;
            case VariantShape variants:
                schema["oneOf"] = new JsonArray([.. variants.Variants.Select(Schema)]);
                break;
            case RefusedShape refused:
                schema["description"] = $"{refused.Description} This section {refused.Cure}";
                schema["not"] = new JsonObject();
                break;
            case ObjectShape known:
                WriteObject(schema, known);
                break;
        }

        foreach (var absent in schema.Where(p => p.Value is null).Select(p => p.Key).ToArray())
            schema.Remove(absent);

        return schema;
    }

    private static void WriteObject(JsonObject schema, ObjectShape shape)
    {
        schema["type"] = "object";
        schema["properties"] = new JsonObject(shape.Fields.Select(f => KeyValuePair.Create(f.Name, (JsonNode?)Schema(f.Shape))));
        schema["required"] = shape.Fields.Any(f => f.Required) ? Strings(shape.Fields.Where(f => f.Required).Select(f => f.Name)) : null;
        schema["additionalProperties"] = false;
    }

    private static JsonArray Strings(IEnumerable<string> texts) => new([.. texts.Select(t => (JsonNode)t)]);
}
