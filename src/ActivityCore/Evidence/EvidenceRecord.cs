using System.Text.Json;

namespace ActivityCore.Evidence;

/// <summary>A row of <c>evidence_log</c>.</summary>
public sealed record EvidenceRecord
{
    /// <summary>Place in the list.</summary>
    public required long Sequence { get; init; }

    public required string Key { get; init; }

    public required string RunId { get; init; }

    public required string Context { get; init; }

    public required string EventType { get; init; }

    public required string Sink { get; init; }

    /// <summary>What it is about; empty: the whole.</summary>
    public required string Entity { get; init; }

    public required JsonElement Payload { get; init; }

    public required EvidenceState State { get; init; }

    /// <summary>One of <see cref="EvidenceStatus"/>; null where nothing stands in the way.</summary>
    public string? Status { get; init; }

    /// <summary>The receiver's id of it.</summary>
    public string? Reference { get; init; }

    /// <summary>Without secrets.</summary>
    public string? LastError { get; init; }

    public required int Attempts { get; init; }

    public required DateTimeOffset ObservedAt { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }
}
