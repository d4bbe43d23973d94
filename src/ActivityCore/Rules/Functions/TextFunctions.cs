using ActivityCore.Rules.Values;

namespace ActivityCore.Rules.Functions;

/// <summary>Functions of strings. All compare by code unit, case included.</summary>
internal static class TextFunctions
{
    public static IReadOnlyList<Function> All { get; } =
    [
        One("lower(s)", "In lower case, by the invariant rules.", s => Result.Of(s.ToLowerInvariant())),
        One("upper(s)", "In upper case, by the invariant rules.", s => Result.Of(s.ToUpperInvariant())),
        One("trim(s)", "Without white space at both ends.", s => Result.Of(s.Trim())),
        Two("starts_with(s, prefix)", "Whether s begins with the prefix.", (s, x) => Result.Of(s.StartsWith(x, StringComparison.Ordinal))),
        Two("ends_with(s, suffix)", "Whether s ends with the suffix.", (s, x) => Result.Of(s.EndsWith(x, StringComparison.Ordinal))),
        new()
        {
            Signature = "replace(s, old, new)", MinArguments = 3, MaxArguments = 3,
            Summary = "s with every `old` replaced by `new`.",
            Invoke = (_, a) => Replace(a),
        },
        new()
        {
            Signature = "matches(s, 'pattern')", MinArguments = 2, MaxArguments = 2, LiteralArgument = 1, IsPattern = true,
            Summary = "Whether the regular expression is found in s; anchor it with ^ and $ to cover all of s.",
            Invoke = (c, a) => Arguments.Text(a, 0, out var s) is { } error ? Result.Fail(error)
                : s.Length > ExpressionLimits.MaxPatternInputLength ? Result.Fail($"a text of {s.Length} characters is longer than the {ExpressionLimits.MaxPatternInputLength} that matches() looks at")
                : Result.Of(c.Pattern!.IsMatch(s)),
        },
    ];

    private static Function One(string signature, string summary, Func<string, Result> invoke) => new()
    {
        Signature = signature,
        Summary = summary,
        MinArguments = 1,
        MaxArguments = 1,
        Invoke = (_, a) => Arguments.Text(a, 0, out var s) is { } error ? Result.Fail(error) : invoke(s),
    };

    private static Function Two(string signature, string summary, Func<string, string, Result> invoke) => new()
    {
        Signature = signature,
        Summary = summary,
        MinArguments = 2,
        MaxArguments = 2,
        Invoke = (_, a) => Arguments.Text(a, 0, out var s) is { } e1 ? Result.Fail(e1)
            : Arguments.Text(a, 1, out var x) is { } e2 ? Result.Fail(e2)
            : invoke(s, x),
    };

    private static Result Replace(IReadOnlyList<Value> arguments)
    {
        if ((Arguments.Text(arguments, 0, out var text) ?? Arguments.Text(arguments, 1, out _) ?? Arguments.Text(arguments, 2, out _)) is { } error)
            return Result.Fail(error);

        var old = ((Value.Text)arguments[1]).Content;
        var with = ((Value.Text)arguments[2]).Content;
        if (old.Length == 0)
            return Result.Fail("argument 2 must not be empty");

        // The result's length is known before it is built, so that a small text cannot grow without bound.
        var length = text.Length + (long)Count(text, old) * (with.Length - old.Length);
        return length > ExpressionLimits.MaxStringLength
            ? Result.Fail($"a string of {length} characters is longer than the limit of {ExpressionLimits.MaxStringLength}")
            : Result.Of(text.Replace(old, with, StringComparison.Ordinal));
    }

    private static int Count(string text, string part)
    {
        var count = 0;
        for (var at = text.IndexOf(part, StringComparison.Ordinal); at >= 0; at = text.IndexOf(part, at + part.Length, StringComparison.Ordinal))
            count++;
        return count;
    }
}
