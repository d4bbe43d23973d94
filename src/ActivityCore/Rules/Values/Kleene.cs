namespace ActivityCore.Rules.Values;

/// <summary>
/// Three-valued logic with errors. The value that decides alone (false for <c>and</c>, true for <c>or</c>) wins over everything, then error,
/// then unknown. So the order of operands never changes a result, and neither does leaving out what can no longer change it.
/// </summary>
internal static class Kleene
{
    /// <summary>Where an <c>and</c> (or an <c>or</c>) begins.</summary>
    public static Result Start(bool and) => Result.Of(and);

    /// <summary>Nothing that follows can change it.</summary>
    public static bool Decides(bool and, Result result) => and ? result.IsFalse : result.IsTrue;

    public static Result Combine(bool and, Result left, Result right)
        => Decides(and, left) || Decides(and, right) ? Result.Of(!and)
            : left.Error is not null ? left
            : right.Error is not null ? right
            : left.Missing is not null ? left
            : right;

    public static Result Not(Result operand) => operand.Value is Value.Boolean b ? Result.Of(!b.Content) : operand;
}
