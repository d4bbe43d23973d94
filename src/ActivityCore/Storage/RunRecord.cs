using System.Text.Json;
using ActivityCore.Events;
using ActivityCore.Rules;

namespace ActivityCore.Storage;

/// <summary>A run as stored.</summary>
public sealed record RunRecord
{
    /// <summary>Place in the list.</summary>
    public required long Sequence { get; init; }

    public required string RunId { get; init; }

    public required Guid DefinitionId { get; init; }

    public required string DefinitionName { get; init; }

    /// <summary>The version that the run is pinned to, whatever the file says now.</summary>
    public required string DefinitionHash { get; init; }

    public required Occurrence Occurrence { get; init; }

    /// <summary>Null for cron and manual runs.</summary>
    public string? EventPublisher { get; init; }

    /// <summary>Null for cron and manual runs.</summary>
    public Guid? EventId { get; init; }

    public required RunState State { get; init; }

    /// <summary>Why the trigger's <c>when</c> did not hold; null unless not matched.</summary>
    public string? NotMatchedBecause { get; init; }

    /// <summary>For each entry of the context what came, or why it was skipped; null until it is saved. Left out of lists.</summary>
    public IReadOnlyDictionary<string, string>? ContextNotes { get; init; }

    /// <summary>What the rules saw below <c>context</c>; null until it is saved. Left out of lists.</summary>
    public JsonElement? Context { get; init; }

    /// <summary>What was decided; null until it is saved. Left out of lists.</summary>
    public Decision? Decision { get; init; }

    /// <summary>Verdicts of rules and instructions that matched.</summary>
    public int Matched { get; init; }

    /// <summary>Verdicts that missed.</summary>
    public int Missed { get; init; }

    /// <summary>Verdicts in error.</summary>
    public int Errors { get; init; }

    /// <summary>Tasks that the decision asks for, and those that its instructions returned.</summary>
    public int Tasks { get; init; }

    /// <summary>Instructions that the decision asks for.</summary>
    public int Instructions { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the workflow was first known to run.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>When the last of its instructions had ended; null: it has none, or they go on.</summary>
    public DateTimeOffset? ConcludedAt { get; init; }

    /// <summary>When it came to completed, failed, parked or dropped.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Why it failed, was parked or dropped; without secrets.</summary>
    public string? Failure { get; init; }

    /// <summary>When retention removed context, decision and the payloads of the tasks; null: they are there.</summary>
    public DateTimeOffset? PayloadRemovedAt { get; init; }
}
