using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ActivityCore.Events;

/// <summary>Writes the wire JSON that <see cref="EnvelopeReader"/> reads: the six members in the order of the contract, none left out.</summary>
public static class EnvelopeWriter
{
    // Readable in consoles and databases; whoever puts it into HTML encodes it there.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>UTF-8 JSON on one line.</summary>
    public static byte[] Write(EventEnvelope envelope)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("id", envelope.Id.ToString("D"));
            json.WriteString("type", envelope.Type);
            json.WriteString("version", envelope.Version);
            json.WriteString("timestamp", envelope.Timestamp.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture));
            json.WriteString("publisher", envelope.Publisher);
            json.WritePropertyName("attributes");
            envelope.Attributes.WriteTo(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The same as text.</summary>
    public static string WriteText(EventEnvelope envelope) => Encoding.UTF8.GetString(Write(envelope));
}
