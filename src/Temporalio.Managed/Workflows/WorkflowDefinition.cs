using System.Collections.Concurrent;
using System.Reflection;
using Temporalio.Worker.Definitions;

namespace Temporalio.Workflows;

/// <summary>What a worker needs to know of a workflow type. Immutable.</summary>
public class WorkflowDefinition
{
    private static readonly ConcurrentDictionary<Type, WorkflowDefinition> Cache = new();

    private readonly Func<object?[], object>? _creator;

    internal WorkflowDefinition(
        string? name,
        Type type,
        MethodInfo runMethod,
        WorkflowHandlers handlers,
        bool takesArguments,
        Func<object?[], object>? creator,
        IReadOnlyCollection<Type>? failureExceptionTypes)
    {
        Name = name;
        Type = type;
        RunMethod = runMethod;
        RunTarget = HandlerTarget.ForMethod(runMethod);
        ResultReader = TaskResultReader.For(runMethod.ReturnType);
        Handlers = handlers;
        TakesArguments = takesArguments;
        _creator = creator;
        FailureExceptionTypes = failureExceptionTypes;
    }

    /// <summary>The name; null for the dynamic workflow.</summary>
    public string? Name { get; }

    /// <summary>The type.</summary>
    public Type Type { get; }

    /// <summary>The entry method.</summary>
    public MethodInfo RunMethod { get; }

    /// <summary>True when instances can be made, so that a worker can run it.</summary>
    public bool Instantiable => _creator is not null;

    /// <summary>True for the workflow that takes every type which no other workflow of the worker has.</summary>
    public bool Dynamic => Name is null;

    /// <summary>Signals by name.</summary>
    public IReadOnlyDictionary<string, WorkflowSignalDefinition> Signals => Handlers.Signals;

    /// <summary>The handler of signals without a handler of their own.</summary>
    public WorkflowSignalDefinition? DynamicSignal => Handlers.DynamicSignal;

    /// <summary>Queries by name.</summary>
    public IReadOnlyDictionary<string, WorkflowQueryDefinition> Queries => Handlers.Queries;

    /// <summary>The handler of queries without a handler of their own.</summary>
    public WorkflowQueryDefinition? DynamicQuery => Handlers.DynamicQuery;

    /// <summary>Exceptions of these types fail the workflow instead of its task.</summary>
    public IReadOnlyCollection<Type>? FailureExceptionTypes { get; }

    internal WorkflowHandlers Handlers { get; }

    internal HandlerTarget RunTarget { get; }

    internal Func<Task, object?>? ResultReader { get; }

    internal bool TakesArguments { get; }

    /// <summary>The definition of a type; made once per type.</summary>
    /// <exception cref="ArgumentException">The type is no valid workflow; an <see cref="AggregateException"/> names every fault.</exception>
    public static WorkflowDefinition Create<T>() => Create(typeof(T));

    /// <inheritdoc cref="Create{T}"/>
    public static WorkflowDefinition Create(Type type) => Cache.GetOrAdd(type, static t => Create(t, null, null));

    /// <summary>The definition of a type with a name or a creator of one's own; not cached.</summary>
    public static WorkflowDefinition Create(Type type, string? nameOverride, Func<object?[], object>? creatorOverride)
    {
        ArgumentNullException.ThrowIfNull(type);
        return new WorkflowDefinitionBuilder(type).Build(nameOverride, creatorOverride);
    }

    /// <summary>The definition of the type that a run method belongs to.</summary>
    public static WorkflowDefinition FromRunMethod(MethodInfo runMethod)
    {
        ArgumentNullException.ThrowIfNull(runMethod);
        if (!runMethod.IsDefined(typeof(WorkflowRunAttribute)))
        {
            throw new ArgumentException($"{runMethod} missing WorkflowRun attribute", nameof(runMethod));
        }
        return Create(runMethod.ReflectedType ??
            throw new ArgumentException($"{runMethod} has no reflected type", nameof(runMethod)));
    }

    /// <summary>A new instance of the workflow.</summary>
    /// <exception cref="InvalidOperationException">Instances cannot be made.</exception>
    public object CreateWorkflowInstance(object?[] workflowArguments) =>
        (_creator ?? throw new InvalidOperationException($"Cannot instantiate workflow type {Type}"))(workflowArguments);

    internal static string NameFromRunMethodForCall(MethodInfo method) =>
        FromRunMethod(method).Name ??
        throw new ArgumentException($"{method} cannot be used directly since it is a dynamic workflow", nameof(method));
}
