using ActivityCore.Events;

namespace ActivityCore.Storage;

/// <summary>Which runs to list; what is null does not limit.</summary>
public sealed record RunFilter
{
    public RunState? State { get; init; }

    public Guid? DefinitionId { get; init; }

    public string? DefinitionName { get; init; }

    public string? EventPublisher { get; init; }

    public Guid? EventId { get; init; }

    /// <summary>Only runs of another kind of cause.</summary>
    public OccurrenceKind? CauseOtherThan { get; init; }

    /// <summary>The first characters of the run id.</summary>
    public string? RunIdPrefix { get; init; }

    /// <summary>Written at this time or later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Written before this time.</summary>
    public DateTimeOffset? CreatedBefore { get; init; }
}
