using System.Linq.Expressions;
using System.Reflection;

namespace Temporalio.Common;

/// <summary>Takes a lambda such as <c>wf =&gt; wf.RunAsync(arg)</c> apart into method and argument values.</summary>
internal static class ExpressionUtil
{
    public static (MethodInfo Method, IReadOnlyCollection<object?> Args) ExtractCall(Expression<Action> expression) =>
        Extract(expression);

    public static (MethodInfo Method, IReadOnlyCollection<object?> Args) ExtractCall<TInstance>(Expression<Action<TInstance>> expression) =>
        Extract(expression);

    public static (MethodInfo Method, IReadOnlyCollection<object?> Args) ExtractCall<TResult>(Expression<Func<TResult>> expression) =>
        Extract(expression);

    public static (MethodInfo Method, IReadOnlyCollection<object?> Args) ExtractCall<TInstance, TResult>(
        Expression<Func<TInstance, TResult>> expression, bool errorSaysPropertyAccepted = false) =>
        Extract(expression, errorSaysPropertyAccepted);

    /// <summary>The member of <c>wf =&gt; wf.Member</c>, or null when the lambda is no member access.</summary>
    public static MemberInfo? ExtractMemberAccess<TInstance, TResult>(Expression<Func<TInstance, TResult>> expression) =>
        (expression.Body as MemberExpression)?.Member;

    private static (MethodInfo Method, IReadOnlyCollection<object?> Args) Extract(
        LambdaExpression expression, bool errorSaysPropertyAccepted = false)
    {
        if (expression.Body is not MethodCallExpression call)
        {
            throw new ArgumentException(
                errorSaysPropertyAccepted
                    ? "Expression must be a single method call or property access"
                    : "Expression must be a single method call",
                nameof(expression));
        }

        if (call.Object is null && expression.Parameters.Count > 0)
            throw new ArgumentException("Static call expression must not have a lambda parameter", nameof(expression));
        var method = call.Object is null ? call.Method : MostSpecific(call, expression);
        return (method, [.. call.Arguments.Select(Evaluate)]);
    }

    private static MethodInfo MostSpecific(MethodCallExpression call, LambdaExpression expression)
    {
        if (expression.Parameters.Count != 1 || call.Object != expression.Parameters[0])
        {
            throw new ArgumentException(
                "Instance call expression must have a single lambda parameter used for the call", nameof(expression));
        }

        // The compiler records the method where it is declared; attributes may sit on the override of the lambda's type.
        var type = call.Object!.Type;
        if (call.Method.ReflectedType == type)
            return call.Method;
        return type.GetMethod(
            call.Method.Name,
            BindingFlags.Public | BindingFlags.Instance,
            null,
            [.. call.Method.GetParameters().Select(parameter => parameter.ParameterType)],
            null) ?? call.Method;
    }

    // Interpreted: the lambda runs once, so generating code for it would cost far more than it saves.
    private static object? Evaluate(Expression argument) =>
        argument is ConstantExpression constant
            ? constant.Value
            : Expression.Lambda<Func<object?>>(Expression.Convert(argument, typeof(object))).Compile(preferInterpretation: true)();
}
