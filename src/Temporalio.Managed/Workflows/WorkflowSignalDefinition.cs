using System.Collections.Concurrent;
using System.Reflection;
using Temporalio.Converters;
using Temporalio.Worker.Definitions;

namespace Temporalio.Workflows;

/// <summary>A signal that a workflow handles. Immutable.</summary>
public class WorkflowSignalDefinition
{
    private static readonly ConcurrentDictionary<MethodInfo, WorkflowSignalDefinition> Cache = new();

    private WorkflowSignalDefinition(
        string? name, string? description, HandlerTarget target, HandlerUnfinishedPolicy unfinishedPolicy)
    {
        ReservedNames.ThrowIfReserved("Signal handler", name);
        Name = name;
        Description = description;
        Target = target;
        UnfinishedPolicy = unfinishedPolicy;
    }

    /// <summary>The name; null for the dynamic handler.</summary>
    public string? Name { get; }

    /// <summary>Text for user interfaces.</summary>
    public string? Description { get; }

    /// <summary>True for the handler of every signal that no other handler takes.</summary>
    public bool Dynamic => Name is null;

    internal HandlerTarget Target { get; }

    internal HandlerUnfinishedPolicy UnfinishedPolicy { get; }

    /// <summary>The definition of an attributed method; made once per method.</summary>
    /// <exception cref="ArgumentException">The method is no valid handler.</exception>
    public static WorkflowSignalDefinition FromMethod(MethodInfo method)
    {
        ArgumentNullException.ThrowIfNull(method);
        if (!method.IsPublic)
        {
            throw new ArgumentException($"WorkflowSignal method {method} must be public", nameof(method));
        }
        if (method.IsStatic)
        {
            throw new ArgumentException($"WorkflowSignal method {method} cannot be static", nameof(method));
        }
        return Cache.GetOrAdd(method, CreateFromMethod);
    }

    /// <summary>A definition for a delegate, to be added to <see cref="Workflow.Signals"/> while running.</summary>
    /// <exception cref="ArgumentException">The delegate is no valid handler.</exception>
    public static WorkflowSignalDefinition CreateWithoutAttribute(
        string? name,
        Delegate del,
        HandlerUnfinishedPolicy unfinishedPolicy = HandlerUnfinishedPolicy.WarnAndAbandon,
        string? description = null)
    {
        ArgumentNullException.ThrowIfNull(del);
        ThrowIfInvalid(del.Method, dynamic: name is null);
        return new(name, description, HandlerTarget.ForDelegate(del), unfinishedPolicy);
    }

    internal static string NameFromMethodForCall(MethodInfo method) =>
        FromMethod(method).Name ??
        throw new ArgumentException($"{method} cannot be used directly since it is a dynamic signal", nameof(method));

    private static WorkflowSignalDefinition CreateFromMethod(MethodInfo method)
    {
        var attribute = method.GetCustomAttribute<WorkflowSignalAttribute>(inherit: false) ??
            throw new ArgumentException($"{method} missing WorkflowSignal attribute", nameof(method));
        if (attribute is { Dynamic: true, Name: not null })
        {
            throw new ArgumentException($"WorkflowSignal method {method} cannot be dynamic with custom name", nameof(method));
        }
        ThrowIfInvalid(method, attribute.Dynamic);
        var name = attribute.Dynamic ? null : attribute.Name ?? HandlerNames.WithoutAsync(method.Name);
        return new(name, attribute.Description, HandlerTarget.ForMethod(method), attribute.UnfinishedPolicy);
    }

    private static void ThrowIfInvalid(MethodInfo method, bool dynamic)
    {
        if (method.ReturnType != typeof(Task))
        {
            throw new ArgumentException($"WorkflowSignal method {method} must return Task", nameof(method));
        }
        if (dynamic && !HandlerNames.TakesNameAndRawValues(method))
        {
            throw new ArgumentException(
                $"WorkflowSignal method {method} must accept string and an array of {nameof(IRawValue)}", nameof(method));
        }
    }
}
