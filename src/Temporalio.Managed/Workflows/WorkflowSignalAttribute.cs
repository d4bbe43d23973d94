namespace Temporalio.Workflows;

/// <summary>Marks a signal handler: a public method that returns <see cref="Task"/>.</summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class WorkflowSignalAttribute : Attribute
{
    /// <summary>The signal is named after the method, without a trailing "Async".</summary>
    public WorkflowSignalAttribute()
    {
    }

    /// <summary>The signal has the given name.</summary>
    public WorkflowSignalAttribute(string name) => Name = name;

    /// <summary>The name, or null for the default.</summary>
    public string? Name { get; }

    /// <summary>
    /// True for the handler of every signal that no other handler takes. It accepts the name and an array of
    /// <see cref="Converters.IRawValue"/>.
    /// </summary>
    public bool Dynamic { get; set; }

    /// <summary>What happens when the workflow ends while this handler runs.</summary>
    public HandlerUnfinishedPolicy UnfinishedPolicy { get; set; }

    /// <summary>Text for user interfaces.</summary>
    public string? Description { get; set; }
}
