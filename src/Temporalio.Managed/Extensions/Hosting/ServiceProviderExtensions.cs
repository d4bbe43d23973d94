using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Temporalio.Activities;
using Temporalio.Worker.Definitions;

namespace Temporalio.Extensions.Hosting;

/// <summary>Makes activities whose instances come from services, in a scope for each call.</summary>
public static class ServiceProviderExtensions
{
    /// <summary>The definitions of every attributed method of a type.</summary>
    public static IReadOnlyCollection<ActivityDefinition> CreateTemporalActivityDefinitions<T>(this IServiceProvider provider) =>
        provider.CreateTemporalActivityDefinitions(typeof(T));

    /// <summary>The definitions of every attributed method of a type.</summary>
    public static IReadOnlyCollection<ActivityDefinition> CreateTemporalActivityDefinitions(this IServiceProvider provider, Type type) =>
        [.. ActivityMethods.Of(type).Select(m => provider.CreateTemporalActivityDefinition(type, m))];

    /// <summary>The definition of an attributed method.</summary>
    public static ActivityDefinition CreateTemporalActivityDefinition(
        this IServiceProvider provider, Type instanceType, MethodInfo method)
    {
        ArgumentNullException.ThrowIfNull(method);
        var target = HandlerTarget.ForMethod(method);
        return ActivityDefinition.Create(method, args => InvokeAsync(provider, instanceType, method, target, args));
    }

    /// <summary>The scope lives until the activity's task is done.</summary>
    private static async Task<object?> InvokeAsync(
        IServiceProvider provider, Type instanceType, MethodInfo method, HandlerTarget target, object?[] args)
    {
        AsyncServiceScope? own = null;
        if (ActivityScope.ServiceScope is not { } scope)
        {
            own = provider.CreateAsyncScope();
            scope = own.Value;
            ActivityScope.ServiceScope = scope;
        }
        try
        {
            if (!method.IsStatic)
            {
                ActivityScope.ScopedInstance ??= scope.ServiceProvider.GetRequiredService(instanceType);
            }
            var result = target.Invoke(ActivityScope.ScopedInstance, args);
            if (result is not Task task)
            {
                return result;
            }
            await task.ConfigureAwait(false);
            return TaskResultReader.For(task.GetType()) is { } reader ? reader(task) : default(ValueTuple);
        }
        finally
        {
            ActivityScope.ScopedInstance = null;
            ActivityScope.ServiceScope = null;
            if (own is { } created)
            {
                await created.DisposeAsync().ConfigureAwait(false);
            }
        }
    }
}
