using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ActivityCore.Cli.Web;
using Google.Protobuf;

namespace ActivityCore.Cli.Temporal.Inspection;

/// <summary>Messages of the service as JSON, in which payloads that are JSON stand as such.</summary>
internal static class TemporalJson
{
    // A failure holds its cause, which holds its own.
    private const int MaxDepth = 600;

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        MaxDepth = MaxDepth,
        // Pages have their own encoder.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static JsonNode Of(IMessage message) => Readable(Parse(JsonFormatter.Default.Format(message)))!;

    public static Html Text(JsonNode? node) => node is null ? Html.Empty : Html.Of($"<pre>{Pretty.Cut(node.ToJsonString(Indented))}</pre>");

    public static Html Text(IMessage? message) => message is null ? Html.Empty : Text(Of(message));

    private static JsonNode? Readable(JsonNode? node) => node switch
    {
        JsonObject o when TryPayload(o, out var value) => value,
        JsonObject o => new JsonObject(o.Select(member => KeyValuePair.Create(member.Key, Readable(member.Value)))),
        JsonArray a => new JsonArray([.. a.Select(Readable)]),
        _ => node?.DeepClone(),
    };

    private static bool TryPayload(JsonObject candidate, out JsonNode? value)
    {
        value = null;
        if (candidate["metadata"] is not JsonObject metadata || metadata["encoding"] is not JsonValue encoded || candidate.Any(member => member.Key is not ("metadata" or "data")))
        {
            return false;
        }

        var encoding = Encoding.UTF8.GetString(Bytes(encoded));
        var data = candidate["data"] is JsonValue content ? Bytes(content) : [];
        value = encoding switch
        {
            "binary/null" => null,
            "json/plain" or "json/protobuf" => Content(Encoding.UTF8.GetString(data)),
            _ => JsonValue.Create($"{encoding}, {data.Length} bytes"),
        };
        return true;
    }

    private static JsonNode? Content(string text)
    {
        try
        {
            return Parse(text);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }

    private static JsonNode? Parse(string text) => JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { MaxDepth = MaxDepth });

    private static byte[] Bytes(JsonValue value) => value.TryGetValue<string>(out var text) ? Convert.FromBase64String(text) : [];
}
