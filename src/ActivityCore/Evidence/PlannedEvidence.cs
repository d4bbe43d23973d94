using System.Text.Json;

namespace ActivityCore.Evidence;

/// <summary>A piece of evidence that a run should leave.</summary>
public sealed record PlannedEvidence
{
    /// <summary>The idempotency key: of run, context key, event type, sink and entity.</summary>
    public required string Key { get; init; }

    public required string Context { get; init; }

    public required string EventType { get; init; }

    public required string Sink { get; init; }

    /// <summary>What it is about; empty: the whole.</summary>
    public string Entity { get; init; } = "";

    /// <summary>What is to be sent: compact and without secrets. Where a capability stands for a widget, it has <c>capabilityRef</c> instead of <c>widgetId</c>.</summary>
    public required JsonElement Payload { get; init; }

    public required DateTimeOffset ObservedAt { get; init; }

    /// <summary>Pending, deferred or rejected.</summary>
    public EvidenceState State { get; init; } = EvidenceState.Pending;

    /// <summary>One of <see cref="EvidenceStatus"/>; null while pending.</summary>
    public string? Status { get; init; }

    /// <summary>For people; null while pending.</summary>
    public string? Reason { get; init; }
}
