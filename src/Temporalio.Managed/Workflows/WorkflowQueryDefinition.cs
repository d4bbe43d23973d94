using System.Collections.Concurrent;
using System.Reflection;
using Temporalio.Converters;
using Temporalio.Worker.Definitions;

namespace Temporalio.Workflows;

/// <summary>A query that a workflow answers. Immutable.</summary>
public class WorkflowQueryDefinition
{
    private static readonly ConcurrentDictionary<MethodInfo, WorkflowQueryDefinition> Methods = new();
    private static readonly ConcurrentDictionary<PropertyInfo, WorkflowQueryDefinition> Properties = new();

    private WorkflowQueryDefinition(string? name, string? description, HandlerTarget target)
    {
        ReservedNames.ThrowIfReserved("Query handler", name);
        Name = name;
        Description = description;
        Target = target;
    }

    /// <summary>The name; null for the dynamic handler.</summary>
    public string? Name { get; }

    /// <summary>Text for user interfaces.</summary>
    public string? Description { get; }

    /// <summary>True for the handler of every query that no other handler takes.</summary>
    public bool Dynamic => Name is null;

    internal HandlerTarget Target { get; }

    /// <summary>The definition of an attributed method; made once per method.</summary>
    /// <exception cref="ArgumentException">The method is no valid handler.</exception>
    public static WorkflowQueryDefinition FromMethod(MethodInfo method)
    {
        ArgumentNullException.ThrowIfNull(method);
        if (!method.IsPublic)
        {
            throw new ArgumentException($"WorkflowQuery method {method} must be public", nameof(method));
        }
        if (method.IsStatic)
        {
            throw new ArgumentException($"WorkflowQuery method {method} cannot be static", nameof(method));
        }
        return Methods.GetOrAdd(method, CreateFromMethod);
    }

    /// <summary>The definition of an attributed property; made once per property.</summary>
    /// <exception cref="ArgumentException">The property is no valid handler.</exception>
    public static WorkflowQueryDefinition FromProperty(PropertyInfo property)
    {
        ArgumentNullException.ThrowIfNull(property);
        var getter = property.GetGetMethod() ??
            throw new ArgumentException($"WorkflowQuery property {property} must have public getter", nameof(property));
        if (getter.IsStatic)
        {
            throw new ArgumentException($"WorkflowQuery property {property} cannot be static", nameof(property));
        }
        return Properties.GetOrAdd(property, CreateFromProperty);
    }

    /// <summary>A definition for a delegate, to be added to <see cref="Workflow.Queries"/> while running.</summary>
    /// <exception cref="ArgumentException">The delegate is no valid handler.</exception>
    public static WorkflowQueryDefinition CreateWithoutAttribute(string? name, Delegate del, string? description = null)
    {
        ArgumentNullException.ThrowIfNull(del);
        ThrowIfInvalid(del.Method, dynamic: name is null);
        return new(name, description, HandlerTarget.ForDelegate(del));
    }

    internal static string NameFromMethodForCall(MethodInfo method) =>
        FromMethod(method).Name ??
        throw new ArgumentException($"{method} cannot be used directly since it is a dynamic query", nameof(method));

    internal static string NameFromPropertyForCall(PropertyInfo property) =>
        FromProperty(property).Name ??
        throw new ArgumentException($"{property} cannot be used directly since it is a dynamic query", nameof(property));

    private static WorkflowQueryDefinition CreateFromMethod(MethodInfo method)
    {
        var attribute = method.GetCustomAttribute<WorkflowQueryAttribute>(inherit: false) ??
            throw new ArgumentException($"{method} missing WorkflowQuery attribute", nameof(method));
        if (attribute is { Dynamic: true, Name: not null })
        {
            throw new ArgumentException($"WorkflowQuery method {method} cannot be dynamic with custom name", nameof(method));
        }
        ThrowIfInvalid(method, attribute.Dynamic);
        var name = attribute.Dynamic ? null : attribute.Name ?? method.Name;
        return new(name, attribute.Description, HandlerTarget.ForMethod(method));
    }

    private static WorkflowQueryDefinition CreateFromProperty(PropertyInfo property)
    {
        var attribute = property.GetCustomAttribute<WorkflowQueryAttribute>(inherit: false) ??
            throw new ArgumentException($"{property} missing WorkflowQuery attribute", nameof(property));
        if (attribute.Dynamic)
        {
            throw new ArgumentException($"WorkflowQuery property {property} cannot be dynamic", nameof(property));
        }
        return new(attribute.Name ?? property.Name, attribute.Description, HandlerTarget.ForMethod(property.GetGetMethod()!));
    }

    private static void ThrowIfInvalid(MethodInfo method, bool dynamic)
    {
        if (method.ReturnType == typeof(void))
        {
            throw new ArgumentException($"WorkflowQuery method {method} must return a value", nameof(method));
        }
        if (typeof(Task).IsAssignableFrom(method.ReturnType))
        {
            throw new ArgumentException($"WorkflowQuery method {method} cannot return a Task", nameof(method));
        }
        if (dynamic && !HandlerNames.TakesNameAndRawValues(method))
        {
            throw new ArgumentException(
                $"WorkflowQuery method {method} must accept string and an array of {nameof(IRawValue)}", nameof(method));
        }
    }
}
