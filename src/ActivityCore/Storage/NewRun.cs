using ActivityCore.Events;

namespace ActivityCore.Storage;

/// <summary>A run to be written down before its workflow is started.</summary>
public sealed record NewRun
{
    /// <summary>See <see cref="Runs.RunId"/>; also the workflow id.</summary>
    public required string RunId { get; init; }

    public required Guid DefinitionId { get; init; }

    public required string DefinitionName { get; init; }

    /// <summary>The version that the run is pinned to.</summary>
    public required string DefinitionHash { get; init; }

    public required Occurrence Occurrence { get; init; }

    /// <summary>The event's publisher; null for cron and manual runs.</summary>
    public string? EventPublisher { get; init; }

    /// <summary>The event's id; null for cron and manual runs.</summary>
    public Guid? EventId { get; init; }

    /// <summary>Why the trigger's <c>when</c> did not hold: the run is written as not matched and never started. Null: it is pending.</summary>
    public string? NotMatchedBecause { get; init; }
}
