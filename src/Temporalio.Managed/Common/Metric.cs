namespace Temporalio.Common;

/// <summary>Base of all metrics.</summary>
/// <typeparam name="T">The kind of its values.</typeparam>
public abstract class Metric<T>
    where T : struct
{
    private protected Metric(string name, string? unit, string? description)
    {
        Name = name;
        Unit = unit;
        Description = description;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The unit, if any.</summary>
    public string? Unit { get; }

    /// <summary>The description, if any.</summary>
    public string? Description { get; }
}
