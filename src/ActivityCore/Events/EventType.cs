using System.Text.Json;
using ActivityCore.Events.Schemas;

namespace ActivityCore.Events;

/// <summary>What one file of <c>event-types/</c> says about the events of a type. Immutable and safe to share.</summary>
public sealed record EventType
{
    /// <summary>As envelopes carry it.</summary>
    public required string Name { get; init; }

    /// <summary>What has happened when such an event comes, in a sentence.</summary>
    public required string Description { get; init; }

    /// <summary>Who publishes it.</summary>
    public required string Publisher { get; init; }

    /// <summary>The versions that the schema describes.</summary>
    public required IReadOnlyList<string> Versions { get; init; }

    /// <summary>JSON Schema (draft 2020-12) of the attributes.</summary>
    public required JsonElement Attributes { get; init; }

    /// <summary>The attributes that the schema names, by which expressions are checked.</summary>
    public required IReadOnlyList<string> AttributeNames { get; init; }

    /// <summary>Attributes as they may come, at least one; each fits the schema.</summary>
    public required IReadOnlyList<JsonElement> Examples { get; init; }

    /// <summary>What no contract states and this file only supposes: <c>publisher</c>, <c>versions</c> or <c>attributes.NAME</c>. An event that differs there is not flagged.</summary>
    public required IReadOnlyList<string> Assumed { get; init; }

    /// <summary>The file's path relative to the folder.</summary>
    public required string File { get; init; }

    internal JsonSchema Schema { get; init; } = JsonSchema.Anything;
}
