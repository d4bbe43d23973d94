using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using ActivityCore.Events;

namespace ActivityCore.Storage;

/// <summary>An event's content, compared and made less.</summary>
internal static class EventContent
{
    /// <summary>Lower-case hex SHA-256 of type, version, time and attributes; the order of members and the spelling of numbers play no part.</summary>
    public static string Hash(EventEnvelope envelope)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            writer.WriteStringValue(envelope.Type);
            writer.WriteStringValue(envelope.Version);
            writer.WriteNumberValue(envelope.Timestamp.UtcTicks);
            Write(writer, envelope.Attributes);
            writer.WriteEndArray();
        }

        return Convert.ToHexStringLower(SHA256.HashData(buffer.WrittenSpan));
    }

    /// <summary>Whether anything in it looks like a secret.</summary>
    public static bool HoldsSecrets(EventEnvelope envelope) => !JsonElement.DeepEquals(envelope.Attributes, Redaction.Json(envelope.Attributes));

    public static EventEnvelope Masked(EventEnvelope envelope) => envelope with { Attributes = Redaction.Json(envelope.Attributes) };

    public static EventEnvelope Emptied(EventEnvelope envelope) => envelope with { Attributes = JsonElement.Parse("{}") };

    private static void Write(Utf8JsonWriter writer, JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in json.EnumerateObject().OrderBy(property => property.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(property.Name);
                    Write(writer, property.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in json.EnumerateArray())
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.Number:
                writer.WriteStringValue(json.TryGetDecimal(out var number) ? (number / 1.000000000000000000000000000000000m).ToString(CultureInfo.InvariantCulture) : json.GetRawText());
                break;
            default:
                json.WriteTo(writer);
                break;
        }
    }
}
