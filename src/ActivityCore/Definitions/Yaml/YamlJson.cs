using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace ActivityCore.Definitions.Yaml;

/// <summary>YAML as JSON, by the rules of YAML 1.2's core schema: <c>yes</c> and <c>012</c> stay text and number, only plain scalars can be anything but text.</summary>
internal static class YamlJson
{
    /// <summary>The value as JSON; scalars that JSON cannot hold are noted as problems.</summary>
    public static JsonElement ToJson(YamlNode node, ProblemList problems)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
            Write(node, json, problems);

        return JsonElement.Parse(buffer.WrittenSpan);
    }

    private static void Write(YamlNode node, Utf8JsonWriter json, ProblemList problems)
    {
        switch (node)
        {
            case YamlMapping mapping:
                json.WriteStartObject();
                foreach (var (key, value) in mapping.Entries)
                {
                    json.WritePropertyName(key.Value);
                    Write(value, json, problems);
                }

                json.WriteEndObject();
                break;

            case YamlSequence sequence:
                json.WriteStartArray();
                foreach (var item in sequence.Items)
                    Write(item, json, problems);

                json.WriteEndArray();
                break;

            case YamlScalar scalar:
                WriteScalar(scalar, json, problems);
                break;
        }
    }

    private static void WriteScalar(YamlScalar scalar, Utf8JsonWriter json, ProblemList problems)
    {
        switch (YamlCore.KindOf(scalar))
        {
            case JsonValueKind.Null:
                json.WriteNullValue();
                break;
            case JsonValueKind.True:
                json.WriteBooleanValue(true);
                break;
            case JsonValueKind.False:
                json.WriteBooleanValue(false);
                break;
            case JsonValueKind.Number when decimal.TryParse(scalar.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact):
                json.WriteNumberValue(exact);
                break;
            case JsonValueKind.Number when double.TryParse(scalar.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            case JsonValueKind.Number:
                problems.Error(scalar, $"The number `{Shown.Of(scalar.Value)}` cannot be read: write it as 12, 1.5 or 1e6, or put it into quotes.");
                json.WriteNullValue();
                break;
            default:
                json.WriteStringValue(scalar.Value);
                break;
        }
    }
}
