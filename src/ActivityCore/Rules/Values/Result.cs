namespace ActivityCore.Rules.Values;

/// <summary>What an evaluation came to: a value, unknown because a path is missing, or an error. Evaluation never throws for what authors or data can cause.</summary>
internal readonly record struct Result
{
    private Result(Value? value, string? missing, string? error)
    {
        Value = value;
        Missing = missing;
        Error = error;
    }

    /// <summary>The value, or null.</summary>
    public Value? Value { get; }

    /// <summary>Unknown: the sentence that names the missing path.</summary>
    public string? Missing { get; }

    /// <summary>Error: the sentence that says what is wrong.</summary>
    public string? Error { get; }

    public bool IsTrue => Value is Value.Boolean { Content: true };

    public bool IsFalse => Value is Value.Boolean { Content: false };

    /// <summary>What follows from the value; unknown and error stay what they are.</summary>
    public Result Then(Func<Value, Result> next) => Value is { } value ? next(value) : this;

    public static Result Of(Value value) => new(value, null, null);

    public static Result Of(bool value) => new(Values.Value.Of(value), null, null);

    public static Result Of(decimal value) => new(new Value.Number(value), null, null);

    public static Result Of(string value) => value.Length > ExpressionLimits.MaxStringLength
        ? Fail($"a string of {value.Length} characters is longer than the limit of {ExpressionLimits.MaxStringLength}")
        : new(new Value.Text(value), null, null);

    public static Result Unknown(string missing) => new(null, missing, null);

    public static Result Fail(string error) => new(null, null, error);
}
