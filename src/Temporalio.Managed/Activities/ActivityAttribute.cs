namespace Temporalio.Activities;

/// <summary>Marks a method as an activity.</summary>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class ActivityAttribute : Attribute
{
    /// <summary>The activity is named after the method; a method that returns a task loses a trailing "Async".</summary>
    public ActivityAttribute()
    {
    }

    /// <summary>The activity has the given name.</summary>
    public ActivityAttribute(string name) => Name = name;

    /// <summary>The name, or null for the default.</summary>
    public string? Name { get; }

    /// <summary>
    /// True for the activity that takes every type which no other activity of the worker has. It accepts one array of
    /// <see cref="Converters.IRawValue"/>.
    /// </summary>
    public bool Dynamic { get; set; }
}
