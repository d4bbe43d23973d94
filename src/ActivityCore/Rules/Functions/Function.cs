using System.Text.RegularExpressions;
using ActivityCore.Rules.Values;

namespace ActivityCore.Rules.Functions;

/// <summary>A pure function of the language.</summary>
internal sealed record Function
{
    /// <summary>As in the documentation: <c>days_between(a, b)</c>.</summary>
    public required string Signature { get; init; }

    /// <summary>One sentence for authors.</summary>
    public required string Summary { get; init; }

    public required int MinArguments { get; init; }

    public required int MaxArguments { get; init; }

    /// <summary>Called with known values only: an unknown or erroneous argument is the result of the call. The two forms below are the evaluator's own.</summary>
    public required Func<CallContext, IReadOnlyList<Value>, Result> Invoke { get; init; }

    /// <summary>The argument that must be a quoted string, so that it can be checked when the expression is parsed.</summary>
    public int? LiteralArgument { get; init; }

    /// <summary>The literal argument is a regular expression.</summary>
    public bool IsPattern { get; init; }

    /// <summary><c>exists</c>: the argument is a path and is asked about, not read.</summary>
    public bool IsPathOnly { get; init; }

    /// <summary><c>default</c>: the first argument may be missing.</summary>
    public bool IsDefault { get; init; }

    public string Name => Signature[..Signature.IndexOf('(', StringComparison.Ordinal)];

    /// <summary>How many arguments, in words.</summary>
    public string Arity => (MinArguments, MaxArguments) switch
    {
        (1, 1) => "1 argument",
        var (min, max) when min == max => $"{min} arguments",
        var (min, max) when max > 100 => $"at least {min} argument{(min == 1 ? "" : "s")}",
        var (min, max) => $"{min} to {max} arguments",
    };
}

/// <summary>What a function may use besides its arguments.</summary>
internal sealed record CallContext(DateTimeOffset Now, Func<int, bool> Spend, Regex? Pattern);
