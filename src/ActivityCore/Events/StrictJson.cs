using System.Text.Json;
using System.Text.Unicode;

namespace ActivityCore.Events;

/// <summary>
/// What the JSON parser lets pass and two readers could take differently, or a later stop could choke on: duplicate members,
/// lone surrogates, numbers beyond double, U+0000 (no PostgreSQL text holds it), nesting, text after the value.
/// </summary>
internal static class StrictJson
{
    /// <summary>A sentence that names the place and the cure, or null where there is nothing to object to.</summary>
    public static string? FindFault(ReadOnlySpan<byte> utf8, int maxDepth)
    {
        if (!Utf8.IsValid(utf8))
            return "The bytes are not UTF-8: encode the JSON text as UTF-8.";

        if (utf8.StartsWith("\uFEFF"u8))
            return "The text begins with a byte order mark: send the JSON without it.";

        // One deeper than allowed, so that the walk itself meets the limit and can name the place.
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = maxDepth + 1 });
        var place = new JsonPlace();
        try
        {
            while (reader.Read())
            {
                if (Inspect(ref reader, place, maxDepth) is { } fault)
                    return fault;
            }

            return null;
        }
        catch (JsonException e)
        {
            return $"The text is not JSON at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}: send exactly one complete JSON object, with nothing before or after it.";
        }
    }

    /// <summary>The kind of a value in words, to continue "is …".</summary>
    public static string Name(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "a boolean",
        _ => "null",
    };

    private static string? Inspect(ref Utf8JsonReader reader, JsonPlace place, int maxDepth)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                place.Value();
                place.Enter(reader.TokenType == JsonTokenType.StartObject);
                return place.Depth > maxDepth
                    ? $"Objects and arrays are nested more than {maxDepth} deep: send flatter data."
                    : null;

            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                place.Leave();
                return null;

            case JsonTokenType.PropertyName:
                if (!TryGetText(ref reader, out var name))
                    return $"A member's name {place.Inside} is half of a surrogate pair: send whole Unicode characters.";

                if (name.Contains('\0', StringComparison.Ordinal))
                    return $"A member's name {place.Inside} holds the character U+0000, which cannot be stored: leave the character out.";

                return place.Member(name) ? null : $"The member {place} occurs twice: send it once.";

            case JsonTokenType.String:
                place.Value();
                if (!TryGetText(ref reader, out var text))
                    return $"The text of {place} holds half of a surrogate pair: send whole Unicode characters.";

                return text.Contains('\0', StringComparison.Ordinal)
                    ? $"The text of {place} holds the character U+0000, which cannot be stored: leave the character out."
                    : null;

            case JsonTokenType.Number:
                place.Value();
                return reader.TryGetDouble(out var number) && double.IsFinite(number)
                    ? null
                    : $"The number of {place} is beyond what a double can hold: send a smaller number, or text.";

            default:
                place.Value();
                return null;
        }
    }

    private static bool TryGetText(ref Utf8JsonReader reader, out string text)
    {
        // The reader's own answer to a lone surrogate is an InvalidOperationException, elsewhere the mark of a bug in the caller.
        try
        {
            text = reader.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            text = "";
            return false;
        }
    }
}
