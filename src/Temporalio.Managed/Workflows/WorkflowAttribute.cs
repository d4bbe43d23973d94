namespace Temporalio.Workflows;

/// <summary>Marks a class, struct or interface as a workflow definition.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface, Inherited = false)]
public sealed class WorkflowAttribute : Attribute
{
    /// <summary>The workflow is named after the type; an interface loses its leading I.</summary>
    public WorkflowAttribute()
    {
    }

    /// <summary>The workflow has the given name.</summary>
    public WorkflowAttribute(string name) => Name = name;

    /// <summary>The name, or null for the default.</summary>
    public string? Name { get; }

    /// <summary>
    /// True for the workflow that takes every type which no other workflow of the worker has. Its run method takes one
    /// array of <see cref="Converters.IRawValue"/>.
    /// </summary>
    public bool Dynamic { get; set; }

    /// <summary>
    /// Exceptions of these types fail the workflow instead of its task, in addition to the worker's own list.
    /// </summary>
    public Type[]? FailureExceptionTypes { get; set; }
}
