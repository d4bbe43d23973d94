using ActivityCore.Rules.Values;

namespace ActivityCore.Rules.Functions;

/// <summary>Functions of numbers.</summary>
internal static class NumberFunctions
{
    public static IReadOnlyList<Function> All { get; } =
    [
        One("abs(n)", "Without its sign.", Math.Abs),
        One("floor(n)", "The next whole number below.", Math.Floor),
        One("ceil(n)", "The next whole number above.", Math.Ceiling),
        new()
        {
            Signature = "round(n, digits)", MinArguments = 1, MaxArguments = 2,
            Summary = "Rounded to digits (0 to 10, default 0); halves away from zero.",
            Invoke = (_, a) => Round(a),
        },
        Extreme("min(a, b, ...)", "The smallest of numbers, strings or times, or of one list.", -1),
        Extreme("max(a, b, ...)", "The largest of numbers, strings or times, or of one list.", 1),
    ];

    private static Function One(string signature, string summary, Func<decimal, decimal> invoke) => new()
    {
        Signature = signature,
        Summary = summary,
        MinArguments = 1,
        MaxArguments = 1,
        Invoke = (_, a) => Arguments.Number(a, 0, out var n) is { } error ? Result.Fail(error) : Result.Of(invoke(n)),
    };

    private static Result Round(IReadOnlyList<Value> arguments)
    {
        decimal digits = 0;
        if ((Arguments.Number(arguments, 0, out var number) ?? (arguments.Count > 1 ? Arguments.Number(arguments, 1, out digits) : null)) is { } error)
            return Result.Fail(error);

        return digits is < 0 or > 10 || !decimal.IsInteger(digits)
            ? Result.Fail("argument 2 must be a whole number from 0 to 10")
            : Result.Of(Math.Round(number, (int)digits, MidpointRounding.AwayFromZero));
    }

    private static Function Extreme(string signature, string summary, int sign) => new()
    {
        Signature = signature,
        Summary = summary,
        MinArguments = 1,
        MaxArguments = 1_000,
        Invoke = (c, a) =>
        {
            if (a is not [Value.List list])
                return Pick(a.Select(Result.Of), sign);

            return c.Spend(list.Content.GetArrayLength())
                ? Pick(list.Content.EnumerateArray().Select(ValueReader.Read), sign)
                : ListFunctions.TooManySteps;
        },
    };

    private static Result Pick(IEnumerable<Result> values, int sign)
    {
        Value? best = null;
        foreach (var result in values)
        {
            if (result.Value is not { } value)
                return result;

            if (Comparison.Order(best ?? value, value, out var order) is { } error)
                return Result.Fail(error);

            if (best is null || order * sign < 0)
                best = value;
        }

        return best is null ? Result.Fail("an empty list has neither a smallest nor a largest value; test it with length() first") : Result.Of(best);
    }
}
