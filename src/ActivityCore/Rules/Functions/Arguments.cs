using ActivityCore.Rules.Values;

namespace ActivityCore.Rules.Functions;

/// <summary>Typed reading of arguments: each method gives the error, or null and the content.</summary>
internal static class Arguments
{
    public static string? Text(IReadOnlyList<Value> arguments, int index, out string text)
    {
        text = arguments[index] is Value.Text t ? t.Content : "";
        return arguments[index] is Value.Text ? null : Wrong(index, "a string", arguments[index]);
    }

    public static string? Number(IReadOnlyList<Value> arguments, int index, out decimal number)
    {
        number = arguments[index] is Value.Number n ? n.Content : 0;
        return arguments[index] is Value.Number ? null : Wrong(index, "a number", arguments[index]);
    }

    public static string? Time(IReadOnlyList<Value> arguments, int index, out DateTimeOffset time)
    {
        time = default;
        switch (arguments[index])
        {
            case Value.Time t:
                time = t.Content;
                return null;
            case Value.Text text when Iso8601.TryParse(text.Content, out time):
                return null;
            default:
                return Wrong(index, "a time (ISO 8601, such as 2026-01-31T06:00:00Z)", arguments[index]);
        }
    }

    public static string? List(IReadOnlyList<Value> arguments, int index, out Value.List list)
    {
        list = arguments[index] as Value.List ?? Empty;
        return arguments[index] is Value.List ? null : Wrong(index, "a list", arguments[index]);
    }

    public static string Wrong(int index, string expected, Value actual)
        => $"argument {index + 1} must be {expected}, but is {Comparison.Describe(actual)}{(actual is Value.Null ? "; test it with is_null(), or give a value with default()" : "")}";

    private static readonly Value.List Empty = new(System.Text.Json.JsonSerializer.SerializeToElement(Array.Empty<int>()));
}
