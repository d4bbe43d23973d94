using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace ActivityCore.Rules.Values;

/// <summary>Reads values out of JSON. What JSON allows and the language does not (huge numbers, broken surrogates) becomes an error.</summary>
internal static class ValueReader
{
    /// <summary>The value of an element that exists.</summary>
    public static Result Read(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Null:
                return Result.Of(Value.Null.Instance);
            case JsonValueKind.True:
                return Result.Of(value: true);
            case JsonValueKind.False:
                return Result.Of(value: false);
            case JsonValueKind.Number:
                return element.TryGetDecimal(out var number)
                    ? Result.Of(number)
                    : Result.Fail("a number is outside the range of about ±7.9e28 that expressions can hold");
            case JsonValueKind.String:
                return TryGetString(element, out var text)
                    ? Result.Of(text)
                    : Result.Fail("a string holds half of a surrogate pair, which is no text");
            case JsonValueKind.Array:
                return Result.Of(new Value.List(element));
            case JsonValueKind.Object:
                return Result.Of(new Value.Map(element));
            default:
                return Result.Unknown("nothing is there");
        }
    }

    /// <summary>The string, unless it is no valid text (the parser lets lone surrogates pass and the getter throws).</summary>
    public static bool TryGetString(JsonElement element, [NotNullWhen(true)] out string? text)
    {
        try
        {
            text = element.GetString();
            return text is not null;
        }
        catch (InvalidOperationException)
        {
            text = null;
            return false;
        }
    }

    /// <summary>The member's name, or the replacement character where it is no valid text.</summary>
    public static string NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return "\uFFFD";
        }
    }

    /// <summary>The member of an object; the last one where JSON repeats a name.</summary>
    public static bool TryGetMember(JsonElement element, string name, out JsonElement member)
    {
        try
        {
            return element.TryGetProperty(name, out member);
        }
        catch (InvalidOperationException)
        {
            // Another member's name is no valid text; this one can still be found by looking.
            member = default;
            var found = false;
            foreach (var property in element.EnumerateObject())
            {
                if (string.Equals(NameOf(property), name, StringComparison.Ordinal))
                    (member, found) = (property.Value, true);
            }

            return found;
        }
    }
}
