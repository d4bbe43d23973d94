using ActivityCore.Rules.Values;

namespace ActivityCore.Rules.Functions;

/// <summary>Functions about being there.</summary>
internal static class ValueFunctions
{
    public static IReadOnlyList<Function> All { get; } =
    [
        new()
        {
            Signature = "exists(path)", MinArguments = 1, MaxArguments = 1, IsPathOnly = true,
            Summary = "Whether the path is there; a null that is there counts. Never unknown.",
            Invoke = (_, _) => Result.Of(value: true),
        },
        new()
        {
            Signature = "is_null(x)", MinArguments = 1, MaxArguments = 1,
            Summary = "Whether the value is null; unknown where the path is missing.",
            Invoke = (_, a) => Result.Of(a[0] is Value.Null),
        },
        new()
        {
            Signature = "default(x, y)", MinArguments = 2, MaxArguments = 2, IsDefault = true,
            Summary = "x, or y where x is missing or null.",
            Invoke = (_, a) => Result.Of(a[0] is Value.Null ? a[1] : a[0]),
        },
    ];
}
