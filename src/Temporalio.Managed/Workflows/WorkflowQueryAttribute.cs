namespace Temporalio.Workflows;

/// <summary>Marks a query handler: a public method with a result, or a public property with a getter.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property, Inherited = false)]
public sealed class WorkflowQueryAttribute : Attribute
{
    /// <summary>The query is named after the member.</summary>
    public WorkflowQueryAttribute()
    {
    }

    /// <summary>The query has the given name.</summary>
    public WorkflowQueryAttribute(string name) => Name = name;

    /// <summary>The name, or null for the default.</summary>
    public string? Name { get; }

    /// <summary>
    /// True for the handler of every query that no other handler takes. It accepts the name and an array of
    /// <see cref="Converters.IRawValue"/>.
    /// </summary>
    public bool Dynamic { get; set; }

    /// <summary>Text for user interfaces.</summary>
    public string? Description { get; set; }
}
