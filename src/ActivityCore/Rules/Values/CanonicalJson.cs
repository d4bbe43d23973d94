using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ActivityCore.Rules.Values;

/// <summary>Compact JSON with members in ordinal order, so that equal data gives equal text in explanations whatever the order on the wire.</summary>
internal static class CanonicalJson
{
    /// <summary>The text, cut to <paramref name="maxLength"/> characters with an ellipsis.</summary>
    public static string Write(Value value, int maxLength)
    {
        var text = new StringBuilder();
        Append(text, value, maxLength);
        if (text.Length <= maxLength)
            return text.ToString();

        // Half a surrogate pair would not survive the way to UTF-8.
        var keep = char.IsHighSurrogate(text[maxLength - 2]) ? maxLength - 2 : maxLength - 1;
        return text.ToString(0, keep) + "…";
    }

    private static void Append(StringBuilder text, Value value, int limit)
    {
        switch (value)
        {
            case Value.Text t:
                AppendString(text, t.Content, limit);
                break;
            case Value.Time t:
                AppendString(text, Iso8601.Format(t.Content), limit);
                break;
            case Value.List list:
                AppendJson(text, list.Content, limit);
                break;
            case Value.Map map:
                AppendJson(text, map.Content, limit);
                break;
            case Value.Members members:
                AppendMembers(text, members.Content.OrderBy(m => m.Key, StringComparer.Ordinal), limit, m => m.Key, (t, m) => Append(t, m.Value, limit));
                break;
            default:
                text.Append(value.ToInvariantText());
                break;
        }
    }

    private static void AppendJson(StringBuilder text, JsonElement element, int limit)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                AppendMembers(text, SafeMembers(element), limit, m => m.Name, (t, m) => AppendJson(t, m.Value, limit));
                break;
            case JsonValueKind.Array:
                var separator = '[';
                foreach (var item in element.EnumerateArray())
                {
                    if (text.Length > limit)
                        break;

                    text.Append(separator);
                    AppendJson(text, item, limit);
                    separator = ',';
                }

                text.Append(separator == '[' ? "[]" : "]");
                break;
            case JsonValueKind.String:
                AppendString(text, ValueReader.TryGetString(element, out var content) ? content : "\uFFFD", limit);
                break;
            default:
                text.Append(element.GetRawText());
                break;
        }
    }

    private static void AppendMembers<T>(StringBuilder text, IEnumerable<T> members, int limit, Func<T, string> name, Action<StringBuilder, T> append)
    {
        var separator = '{';
        foreach (var member in members)
        {
            if (text.Length > limit)
                break;

            text.Append(separator);
            AppendString(text, name(member), limit);
            text.Append(':');
            append(text, member);
            separator = ',';
        }

        text.Append(separator == '{' ? "{}" : "}");
    }

    private static IEnumerable<(string Name, JsonElement Value)> SafeMembers(JsonElement element)
        => element.EnumerateObject().Select(p => (Name: ValueReader.NameOf(p), p.Value)).OrderBy(p => p.Name, StringComparer.Ordinal);

    // The relaxed encoder keeps other alphabets readable and still escapes quotes and control characters; nothing here is put into HTML unescaped.
    private static void AppendString(StringBuilder text, string content, int limit)
    {
        var shown = content.Length > limit ? content[..limit] : content;
        text.Append('"').Append(JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(shown)).Append('"');
    }
}
