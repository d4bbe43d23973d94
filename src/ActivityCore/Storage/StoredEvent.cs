using ActivityCore.Events;

namespace ActivityCore.Storage;

/// <summary>An event as stored.</summary>
public sealed record StoredEvent
{
    /// <summary>Place in the list.</summary>
    public required long Sequence { get; init; }

    public required EventEnvelope Envelope { get; init; }

    /// <summary>The intake that took it: <c>http</c>, <c>nats</c>, <c>file</c>, ...</summary>
    public required string Intake { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public required EventState State { get; init; }

    /// <summary>Null while <see cref="State"/> is received.</summary>
    public DateTimeOffset? RoutedAt { get; init; }

    /// <summary>Routed, and no definition's trigger matched.</summary>
    public bool NoMatch { get; init; }

    /// <summary>What does not fit the event type's schema; empty: it fits. Such events are handled all the same.</summary>
    public IReadOnlyList<string> SchemaFlags { get; init; } = [];

    /// <summary>How often the same id came with other content.</summary>
    public int Conflicts { get; init; }

    /// <summary>When retention removed the attributes; null: they are there, secrets masked once every run of the event has ended.</summary>
    public DateTimeOffset? PayloadRemovedAt { get; init; }
}
