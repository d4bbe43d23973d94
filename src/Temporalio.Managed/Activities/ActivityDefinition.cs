using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.ExceptionServices;
using Temporalio.Converters;
using Temporalio.Worker.Definitions;

namespace Temporalio.Activities;

/// <summary>What a worker needs to know of an activity. Immutable.</summary>
public class ActivityDefinition
{
    private static readonly ConcurrentDictionary<MethodInfo, string> CallNames = new();

    private readonly Func<object?[], object?> _invoker;

    private ActivityDefinition(
        string? name,
        Type returnType,
        IReadOnlyCollection<Type> parameterTypes,
        int requiredParameterCount,
        Func<object?[], object?> invoker)
    {
        Name = name;
        ReturnType = returnType;
        ParameterTypes = parameterTypes;
        RequiredParameterCount = requiredParameterCount;
        _invoker = invoker;
    }

    /// <summary>The name; null for the dynamic activity.</summary>
    public string? Name { get; }

    /// <summary>What the method returns; a task for an asynchronous one.</summary>
    public Type ReturnType { get; }

    /// <summary>What input is converted to.</summary>
    public IReadOnlyCollection<Type> ParameterTypes { get; }

    /// <summary>Fewer arguments than this fail the activity.</summary>
    public int RequiredParameterCount { get; }

    /// <summary>True for the activity that takes every type which no other activity of the worker has.</summary>
    public bool Dynamic => Name is null;

    /// <summary>The definition of a delegate to an attributed method.</summary>
    /// <exception cref="ArgumentException">The method is no valid activity.</exception>
    public static ActivityDefinition Create(Delegate del, bool cache = true)
    {
        ArgumentNullException.ThrowIfNull(del);
        var target = HandlerTarget.ForDelegate(del);
        return Create(del.Method, args => target.Invoke(null, args));
    }

    /// <summary>A definition of given parts.</summary>
    /// <exception cref="ArgumentException">The parts do not fit each other.</exception>
    public static ActivityDefinition Create(
        string? name,
        Type returnType,
        IReadOnlyCollection<Type> parameterTypes,
        int requiredParameterCount,
        Func<object?[], object?> invoker)
    {
        ArgumentNullException.ThrowIfNull(parameterTypes);
        if (name is null && (requiredParameterCount != 1 || parameterTypes.Count != 1 || parameterTypes.First() != typeof(IRawValue[])))
        {
            throw new ArgumentException($"Dynamic activity must accept a required array of {nameof(IRawValue)}", nameof(name));
        }
        if (requiredParameterCount > parameterTypes.Count)
        {
            throw new ArgumentException(
                $"Activity {name} has more required parameters than parameters", nameof(requiredParameterCount));
        }
        if (parameterTypes.Any(t => t.IsByRef))
        {
            throw new ArgumentException($"Activity {name} has disallowed ref/out parameter", nameof(parameterTypes));
        }
        return new(name, returnType, parameterTypes, requiredParameterCount, invoker);
    }

    /// <summary>The definition of an attributed method that the given function calls.</summary>
    /// <exception cref="ArgumentException">The method is no valid activity.</exception>
    public static ActivityDefinition Create(MethodInfo method, Func<object?[], object?> invoker)
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(invoker);
        var parameters = method.GetParameters();
        return Create(
            NameOf(method),
            method.ReturnType,
            Array.ConvertAll(parameters, p => p.ParameterType),
            parameters.Count(p => !p.HasDefaultValue),
            args => invoker(WithDefaults(parameters, args)));
    }

    /// <summary>The definitions of every attributed method of a type.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    /// <exception cref="InvalidOperationException">An instance is needed and not given.</exception>
    public static IReadOnlyCollection<ActivityDefinition> CreateAll<T>(T? instance, bool cache = true) =>
        CreateAll(typeof(T), instance, cache);

    /// <inheritdoc cref="CreateAll{T}(T, bool)"/>
    public static IReadOnlyCollection<ActivityDefinition> CreateAll(Type type, object? instance, bool cache = true)
    {
        var definitions = new List<ActivityDefinition>();
        foreach (var method in ActivityMethods.Of(type))
        {
            if (!method.IsStatic && instance is null)
            {
                throw new InvalidOperationException($"Instance not provided, but activity method {method} is non-static");
            }
            var target = HandlerTarget.ForMethod(method);
            definitions.Add(Create(method, args => target.Invoke(instance, args)));
        }
        return definitions;
    }

    /// <summary>
    /// Runs the activity. A returned task is awaited; without result the outcome is an empty <see cref="ValueTuple"/>.
    /// </summary>
    public async Task<object?> InvokeAsync(object?[] parameters)
    {
        object? result;
        try
        {
            result = _invoker(parameters);
        }
        catch (TargetInvocationException e) when (e.InnerException is { } inner)
        {
            ExceptionDispatchInfo.Throw(inner);
            throw;
        }
        if (result is not Task task)
        {
            return result;
        }
        await task.ConfigureAwait(false);
        return TaskResultReader.For(task.GetType()) is { } reader ? reader(task) : ValueTuple.Create();
    }

    internal static string NameFromMethodForCall(MethodInfo method) => CallNames.GetOrAdd(
        method,
        static m => NameOf(m) ??
            throw new ArgumentException($"{m} cannot be used directly since it is a dynamic activity", nameof(m)));

    private static string? NameOf(MethodInfo method)
    {
        var attribute = method.GetCustomAttribute<ActivityAttribute>(inherit: false) ??
            throw new ArgumentException($"{method} missing Activity attribute", nameof(method));
        if (!attribute.Dynamic)
        {
            return attribute.Name ?? ActivityMethods.DefaultName(method);
        }
        return attribute.Name is null
            ? null
            : throw new ArgumentException($"Activity {method} cannot be dynamic and have custom name", nameof(method));
    }

    private static object?[] WithDefaults(ParameterInfo[] parameters, object?[] args)
    {
        if (args.Length >= parameters.Length)
        {
            return args;
        }
        var all = new object?[parameters.Length];
        args.CopyTo(all, 0);
        for (var i = args.Length; i < all.Length; i++)
        {
            all[i] = parameters[i].DefaultValue;
        }
        return all;
    }
}
