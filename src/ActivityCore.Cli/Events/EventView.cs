using System.Text.Json;
using ActivityCore.Storage;

namespace ActivityCore.Cli.Events;

/// <summary>An event as lists print it. The member names are a contract (docs/cli.md): they are added to and never renamed.</summary>
internal sealed record EventView
{
    public required Guid Id { get; init; }

    public required string Type { get; init; }

    public required string Version { get; init; }

    public required DateTimeOffset Timestamp { get; init; }

    public required string Publisher { get; init; }

    /// <summary>What looks like a secret is masked, here even while runs still need it.</summary>
    public required JsonElement Attributes { get; init; }

    public required string Intake { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>received or routed.</summary>
    public required EventState State { get; init; }

    /// <summary>Routed, and no definition asked for it.</summary>
    public required bool NoMatch { get; init; }

    /// <summary>What does not fit the event type's schema; such events are handled all the same.</summary>
    public required IReadOnlyList<string> SchemaFlags { get; init; }

    /// <summary>How often the same id came with other content.</summary>
    public required int Conflicts { get; init; }

    /// <summary>When retention removed the attributes; null: they are there.</summary>
    public DateTimeOffset? PayloadRemovedAt { get; init; }

    public static EventView Of(StoredEvent stored) => new()
    {
        Id = stored.Envelope.Id,
        Type = stored.Envelope.Type,
        Version = stored.Envelope.Version,
        Timestamp = stored.Envelope.Timestamp,
        Publisher = stored.Envelope.Publisher,
        Attributes = Redaction.Json(stored.Envelope.Attributes),
        Intake = stored.Intake,
        ReceivedAt = stored.ReceivedAt,
        State = stored.State,
        NoMatch = stored.NoMatch,
        SchemaFlags = stored.SchemaFlags,
        Conflicts = stored.Conflicts,
        PayloadRemovedAt = stored.PayloadRemovedAt,
    };
}
