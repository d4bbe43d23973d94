namespace ActivityCore.Rules.Values;

/// <summary><c>+ - * / %</c> on decimals, and <c>+</c> to join strings.</summary>
internal static class Arithmetic
{
    public static Result Apply(char op, Value left, Value right) => (left, right) switch
    {
        (Value.Number a, Value.Number b) => Apply(op, a.Content, b.Content),
        (Value.Text a, Value.Text b) when op == '+' => (long)a.Content.Length + b.Content.Length > ExpressionLimits.MaxStringLength
            ? Result.Fail($"the joined string is longer than the limit of {ExpressionLimits.MaxStringLength} characters")
            : Result.Of(a.Content + b.Content),
        (Value.Time, _) or (_, Value.Time) => Result.Fail("times are not added or subtracted with signs; use days_between(), add_days() or add_hours()"),
        _ => Result.Fail($"{Comparison.Describe(left)} {op} {Comparison.Describe(right)} has no value"),
    };

    private static Result Apply(char op, decimal left, decimal right)
    {
        if (op is '/' or '%' && right == 0)
            return Result.Fail("division by zero");

        try
        {
            return Result.Of(op switch
            {
                '+' => left + right,
                '-' => left - right,
                '*' => left * right,
                '/' => left / right,
                _ => left % right,
            });
        }
        catch (OverflowException)
        {
            return Result.Fail("the result is outside the range of about ±7.9e28");
        }
    }
}
