namespace ActivityCore.Tasks;

/// <summary>Which tasks to list; what is null does not limit.</summary>
public sealed record TaskFilter
{
    public string? RunId { get; init; }

    public Guid? DefinitionId { get; init; }

    public TaskState? State { get; init; }

    public string? Sink { get; init; }

    public string? TargetRepo { get; init; }

    public string? Reference { get; init; }

    /// <summary>Written at this time or later.</summary>
    public DateTimeOffset? Since { get; init; }
}
