using System.Linq.Expressions;
using Temporalio.Activities;
using Temporalio.Common;

namespace Temporalio.Workflows;

public static partial class Workflow
{
    /// <summary>Runs a local activity: a static method with result.</summary>
    /// <exception cref="Exceptions.ActivityFailureException">It failed; stored in the task.</exception>
    public static Task<TResult> ExecuteLocalActivityAsync<TResult>(
        Expression<Func<TResult>> activityCall, LocalActivityOptions options)
    {
        var (method, args) = ExpressionUtil.ExtractCall(activityCall);
        return Context.ExecuteLocalActivityAsync<TResult>(ActivityDefinition.NameFromMethodForCall(method), args, options);
    }

    /// <summary>Runs a local activity: a static method without result.</summary>
    /// <exception cref="Exceptions.ActivityFailureException">It failed; stored in the task.</exception>
    public static Task ExecuteLocalActivityAsync(
        Expression<Action> activityCall, LocalActivityOptions options)
    {
        var (method, args) = ExpressionUtil.ExtractCall(activityCall);
        return Context.ExecuteLocalActivityAsync<ValueTuple>(ActivityDefinition.NameFromMethodForCall(method), args, options);
    }

    /// <summary>Runs a local activity: a method with result.</summary>
    /// <exception cref="Exceptions.ActivityFailureException">It failed; stored in the task.</exception>
    public static Task<TResult> ExecuteLocalActivityAsync<TActivityInstance, TResult>(
        Expression<Func<TActivityInstance, TResult>> activityCall, LocalActivityOptions options)
    {
        var (method, args) = ExpressionUtil.ExtractCall(activityCall);
        return Context.ExecuteLocalActivityAsync<TResult>(ActivityDefinition.NameFromMethodForCall(method), args, options);
    }

    /// <summary>Runs a local activity: a method without result.</summary>
    /// <exception cref="Exceptions.ActivityFailureException">It failed; stored in the task.</exception>
    public static Task ExecuteLocalActivityAsync<TActivityInstance>(
        Expression<Action<TActivityInstance>> activityCall, LocalActivityOptions options)
    {
        var (method, args) = ExpressionUtil.ExtractCall(activityCall);
        return Context.ExecuteLocalActivityAsync<ValueTuple>(ActivityDefinition.NameFromMethodForCall(method), args, options);
    }

    /// <summary>Runs a local activity: a static async method with result.</summary>
    /// <exception cref="Exceptions.ActivityFailureException">It failed; stored in the task.</exception>
    public static Task<TResult> ExecuteLocalActivityAsync<TResult>(
        Expression<Func<Task<TResult>>> activityCall, LocalActivityOptions options)
    {
        var (method, args) = ExpressionUtil.ExtractCall(activityCall);
        return Context.ExecuteLocalActivityAsync<TResult>(ActivityDefinition.NameFromMethodForCall(method), args, options);
    }

    /// <summary>Runs a local activity: a static async method without result.</summary>
    /// <exception cref="Exceptions.ActivityFailureException">It failed; stored in the task.</exception>
    public static Task ExecuteLocalActivityAsync(
        Expression<Func<Task>> activityCall, LocalActivityOptions options)
    {
        var (method, args) = ExpressionUtil.ExtractCall(activityCall);
        return Context.ExecuteLocalActivityAsync<ValueTuple>(ActivityDefinition.NameFromMethodForCall(method), args, options);
    }

    /// <summary>Runs a local activity: a async method with result.</summary>
    /// <exception cref="Exceptions.ActivityFailureException">It failed; stored in the task.</exception>
    public static Task<TResult> ExecuteLocalActivityAsync<TActivityInstance, TResult>(
        Expression<Func<TActivityInstance, Task<TResult>>> activityCall, LocalActivityOptions options)
    {
        var (method, args) = ExpressionUtil.ExtractCall(activityCall);
        return Context.ExecuteLocalActivityAsync<TResult>(ActivityDefinition.NameFromMethodForCall(method), args, options);
    }

    /// <summary>Runs a local activity: a async method without result.</summary>
    /// <exception cref="Exceptions.ActivityFailureException">It failed; stored in the task.</exception>
    public static Task ExecuteLocalActivityAsync<TActivityInstance>(
        Expression<Func<TActivityInstance, Task>> activityCall, LocalActivityOptions options)
    {
        var (method, args) = ExpressionUtil.ExtractCall(activityCall);
        return Context.ExecuteLocalActivityAsync<ValueTuple>(ActivityDefinition.NameFromMethodForCall(method), args, options);
    }

    /// <summary>Runs a local activity by name and drops its result.</summary>
    /// <exception cref="Exceptions.ActivityFailureException">It failed; stored in the task.</exception>
    public static Task ExecuteLocalActivityAsync(
        string activity, IReadOnlyCollection<object?> args, LocalActivityOptions options) =>
        Context.ExecuteLocalActivityAsync<ValueTuple>(activity, args, options);

    /// <summary>Runs a local activity by name.</summary>
    /// <exception cref="Exceptions.ActivityFailureException">It failed; stored in the task.</exception>
    public static Task<TResult> ExecuteLocalActivityAsync<TResult>(
        string activity, IReadOnlyCollection<object?> args, LocalActivityOptions options) =>
        Context.ExecuteLocalActivityAsync<TResult>(activity, args, options);
}
