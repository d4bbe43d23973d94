using System.Text.Json;

namespace ActivityCore.Events;

/// <summary>
/// Something that happened, in the wire shape shared with the services that publish (State Hub's <c>EventEnvelope</c>).
/// The shape is a contract: members may be added by publishers and are ignored, never an error. Immutable.
/// </summary>
public sealed record EventEnvelope
{
    /// <summary>The publisher's own id of the event; together with <see cref="Publisher"/> it names the occurrence.</summary>
    public required Guid Id { get; init; }

    /// <summary>The event type, dotted (<c>org.statehub.repo.registered</c>) or not (<c>ops-service-observed</c>). It decides the routing; a NATS subject never does.</summary>
    public required string Type { get; init; }

    /// <summary>The version of the attributes' schema. Default "1.0".</summary>
    public string Version { get; init; } = "1.0";

    /// <summary>When it happened, in UTC.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>The service that says so. Where the wire leaves it out, the intake's configured name.</summary>
    public required string Publisher { get; init; }

    /// <summary>What the type says happened: always a JSON object, empty by default.</summary>
    public required JsonElement Attributes { get; init; }
}
