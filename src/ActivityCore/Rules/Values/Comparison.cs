namespace ActivityCore.Rules.Values;

/// <summary>How two values compare: like with like, and a string that is a time with a time. Everything else is an error, never false.</summary>
internal static class Comparison
{
    /// <summary>Evaluates <c>left op right</c>.</summary>
    public static Result Apply(string op, Value left, Value right) => op switch
    {
        "=" => Equal(left, right),
        "!=" => Kleene.Not(Equal(left, right)),
        _ => Order(left, right, out var order) is { } error
            ? Result.Fail(error)
            : Result.Of(op switch { "<" => order < 0, "<=" => order <= 0, ">" => order > 0, _ => order >= 0 }),
    };

    /// <summary>Null equals null and nothing else; strings compare by code unit, case included.</summary>
    public static Result Equal(Value left, Value right)
    {
        switch (left, right)
        {
            case (Value.Null, _) or (_, Value.Null):
                return Result.Of(left is Value.Null && right is Value.Null);
            case (Value.Boolean a, Value.Boolean b):
                return Result.Of(a.Content == b.Content);
            case (Value.List or Value.Map or Value.Members, _) or (_, Value.List or Value.Map or Value.Members):
                return Result.Fail($"{Describe(left)} and {Describe(right)} cannot be compared; compare a member, or use length(), contains() or any()");
            default:
                return Order(left, right, out var order) is { } error ? Result.Fail(error) : Result.Of(order == 0);
        }
    }

    /// <summary>Orders two numbers, strings or times; the error, or null.</summary>
    public static string? Order(Value left, Value right, out int order)
    {
        order = 0;
        switch (left, right)
        {
            case (Value.Number a, Value.Number b):
                order = a.Content.CompareTo(b.Content);
                return null;
            case (Value.Text a, Value.Text b):
                order = string.CompareOrdinal(a.Content, b.Content);
                return null;
            case (Value.Time a, Value.Time b):
                order = a.Content.CompareTo(b.Content);
                return null;
            case (Value.Time a, Value.Text b):
                return AsTime(b, out var second) ?? OrderTimes(a.Content, second, out order);
            case (Value.Text a, Value.Time b):
                return AsTime(a, out var first) ?? OrderTimes(first, b.Content, out order);
            default:
                return $"{Describe(left)} cannot be compared with {Describe(right)}{Cure(left, right)}";
        }
    }

    /// <summary>The value with its kind, shortened, for messages.</summary>
    public static string Describe(Value value) => value is Value.Null ? "null" : $"{value.Kind} ({CanonicalJson.Write(value, 60)})";

    private static string? OrderTimes(DateTimeOffset left, DateTimeOffset right, out int order)
    {
        order = left.CompareTo(right);
        return null;
    }

    private static string? AsTime(Value.Text text, out DateTimeOffset time)
        => Iso8601.TryParse(text.Content, out time) ? null : $"{Describe(text)} is compared with a time but is no ISO 8601 time such as 2026-01-31T06:00:00Z";

    private static string Cure(Value left, Value right) => (left, right) switch
    {
        (Value.Null, _) or (_, Value.Null) => "; test it with is_null(), or give a value with default()",
        (Value.Text, Value.Number) or (Value.Number, Value.Text) => "; a string never counts as a number: write both sides as one kind",
        (Value.Boolean, Value.Text) or (Value.Text, Value.Boolean) => "; write true or false without quotes",
        _ => "",
    };
}
