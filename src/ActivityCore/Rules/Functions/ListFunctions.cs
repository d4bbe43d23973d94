using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using ActivityCore.Rules.Values;

namespace ActivityCore.Rules.Functions;

/// <summary>Functions of lists. Each item looked at is one step.</summary>
internal static class ListFunctions
{
    public static readonly Result TooManySteps = Result.Fail($"the expression needs more than {ExpressionLimits.MaxSteps} steps");

    public static IReadOnlyList<Function> All { get; } =
    [
        new()
        {
            Signature = "length(x)", MinArguments = 1, MaxArguments = 1,
            Summary = "The number of characters of a string (in UTF-16 units), of items of a list, of members of an object.",
            Invoke = (_, a) => Length(a[0]),
        },
        new()
        {
            Signature = "contains(x, y)", MinArguments = 2, MaxArguments = 2,
            Summary = "Whether the list x has an item equal to y, or the string x the part y.",
            Invoke = Contains,
        },
        new()
        {
            Signature = "join(list, separator)", MinArguments = 2, MaxArguments = 2,
            Summary = "The list's strings, numbers, booleans and times as one string.",
            Invoke = Join,
        },
        new()
        {
            Signature = "any(list, 'field', value)", MinArguments = 3, MaxArguments = 3, LiteralArgument = 1,
            Summary = "Whether at least one item's field (dots lead deeper) equals the value; false for an empty list.",
            Invoke = (c, a) => Fold(c, a, and: false),
        },
        new()
        {
            Signature = "all(list, 'field', value)", MinArguments = 3, MaxArguments = 3, LiteralArgument = 1,
            Summary = "Whether every item's field equals the value; true for an empty list.",
            Invoke = (c, a) => Fold(c, a, and: true),
        },
        new()
        {
            Signature = "count(list, 'field', value)", MinArguments = 1, MaxArguments = 3, LiteralArgument = 1,
            Summary = "How many items the list has; with field and value, how many have that value there.",
            Invoke = Count,
        },
    ];

    /// <summary>Whether the list has an item equal to the value; as with a chain of <c>or</c>, an equal item wins over one of another kind.</summary>
    public static Result Has(Func<int, bool> spend, Value.List list, Value value)
    {
        var result = Kleene.Start(and: false);
        foreach (var item in list.Content.EnumerateArray())
        {
            if (!spend(Cost(item)))
                return TooManySteps;

            result = Kleene.Combine(and: false, result, ValueReader.Read(item).Then(known => Comparison.Equal(known, value)));
            if (result.IsTrue)
                break;
        }

        return result;
    }

    private static Result Length(Value value) => value switch
    {
        Value.Text t => Result.Of(t.Content.Length),
        Value.List l => Result.Of(l.Content.GetArrayLength()),
        Value.Map m => Result.Of(m.Content.GetPropertyCount()),
        Value.Members m => Result.Of(m.Content.Count),
        _ => Result.Fail(Arguments.Wrong(0, "a string, a list or an object", value)),
    };

    private static Result Contains(CallContext context, IReadOnlyList<Value> arguments)
    {
        if (arguments[0] is Value.List list)
            return Has(context.Spend, list, arguments[1]);
        if (arguments[0] is not Value.Text text)
            return Result.Fail(Arguments.Wrong(0, "a list or a string", arguments[0]));

        return Arguments.Text(arguments, 1, out var part) is { } error ? Result.Fail(error) : Result.Of(text.Content.Contains(part, StringComparison.Ordinal));
    }

    private static Result Join(CallContext context, IReadOnlyList<Value> arguments)
    {
        if ((Arguments.List(arguments, 0, out var list) ?? Arguments.Text(arguments, 1, out _)) is { } error)
            return Result.Fail(error);

        var separator = ((Value.Text)arguments[1]).Content;
        var text = new StringBuilder();
        foreach (var element in list.Content.EnumerateArray())
        {
            if (!context.Spend(Cost(element)))
                return TooManySteps;

            var item = ValueReader.Read(element);
            if (item.Value is null)
                return item;
            if (item.Value is Value.Null || item.Value.ToInvariantText() is not { } part)
                return Result.Fail($"join() takes strings, numbers, booleans and times, but the list holds {Comparison.Describe(item.Value)}");

            // Measured before it is added: the separator alone can be 64 KiB long.
            if (text.Length + separator.Length + part.Length > ExpressionLimits.MaxStringLength)
                return Result.Fail($"the joined string is longer than the limit of {ExpressionLimits.MaxStringLength} characters");

            text.Append(part).Append(separator);
        }

        return Result.Of(text.Length == 0 ? "" : text.ToString(0, text.Length - separator.Length));
    }

    private static Result Fold(CallContext context, IReadOnlyList<Value> arguments, bool and)
    {
        if (Arguments.List(arguments, 0, out var list) is { } error)
            return Result.Fail(error);

        var result = Kleene.Start(and);
        foreach (var item in Compare(context, list, arguments))
        {
            result = Kleene.Combine(and, result, item);
            if (Kleene.Decides(and, result))
                break;
        }

        return result;
    }

    private static Result Count(CallContext context, IReadOnlyList<Value> arguments)
    {
        if (Arguments.List(arguments, 0, out var list) is { } error)
            return Result.Fail(error);
        if (arguments.Count == 1)
            return Result.Of(list.Content.GetArrayLength());
        if (arguments.Count == 2)
            return Result.Fail("count() takes the list alone, or list, field and value");

        var (count, open) = (0, Result.Of(value: true));
        foreach (var item in Compare(context, list, arguments))
        {
            if (item.Value is null)
                open = Kleene.Combine(and: true, open, item);
            else if (item.IsTrue)
                count++;
        }

        return open.Value is null ? open : Result.Of(count);
    }

    private static IEnumerable<Result> Compare(CallContext context, Value.List list, IReadOnlyList<Value> arguments)
    {
        var field = ((Value.Text)arguments[1]).Content;
        var names = field.Split('.');
        var index = 0;
        foreach (var element in list.Content.EnumerateArray())
        {
            var place = Find(element, names);
            if (!context.Spend(names.Length + (place is { } at ? Cost(at) : 0)))
            {
                yield return TooManySteps;
                yield break;
            }

            yield return place is { } found
                ? ValueReader.Read(found).Then(known => Comparison.Equal(known, arguments[2]))
                : Result.Unknown($"`{field}` of item {index} is missing");
            index++;
        }
    }

    // Long strings cost more, since each is decoded.
    private static int Cost(JsonElement item)
        => item.ValueKind == JsonValueKind.String ? 1 + JsonMarshal.GetRawUtf8Value(item).Length / 1_024 : 1;

    private static JsonElement? Find(JsonElement element, string[] names)
    {
        foreach (var name in names)
        {
            if (element.ValueKind != JsonValueKind.Object || !ValueReader.TryGetMember(element, name, out element))
                return null;
        }

        return element;
    }
}
