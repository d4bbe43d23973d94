using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ActivityCore.Storage;

namespace ActivityCore.Evidence;

/// <summary>
/// What may leave as evidence. Deny by default: only members that the event type's file names, only texts, numbers and booleans, each text short,
/// on one line, and without query strings, credentials and token-like material.
/// </summary>
internal static class CompactFacts
{
    private const int MaxText = 300;

    // A long run of letters and digits that is no word and no UUID: keys and tokens look like it, names do not.
    private static readonly Regex TokenLike = new("[A-Za-z0-9_+/=]{24,}", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    /// <summary>The allowed members of an object, in the order of the names; a list or a nested object is left out.</summary>
    public static JsonObject Of(JsonElement entity, IEnumerable<string> names)
    {
        var facts = new JsonObject();
        if (entity.ValueKind != JsonValueKind.Object)
        {
            return facts;
        }

        foreach (var name in names)
        {
            if (!Redaction.IsSecretName(name) && entity.TryGetProperty(name, out var value))
            {
                switch (value.ValueKind)
                {
                    case JsonValueKind.String:
                        facts[name] = Text(value.GetString()!);
                        break;
                    case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                        facts[name] = JsonNode.Parse(value.GetRawText());
                        break;
                }
            }
        }

        return facts;
    }

    public static string Text(string text)
    {
        var masked = TokenLike.Replace(Redaction.Text(text, MaxText), found => LooksLikeToken(found.ValueSpan) ? "[redacted]" : found.Value);
        return masked;
    }

    private static bool LooksLikeToken(ReadOnlySpan<char> text) => text.ContainsAnyInRange('0', '9') && (text.ContainsAnyInRange('a', 'z') || text.ContainsAnyInRange('A', 'Z'));
}
