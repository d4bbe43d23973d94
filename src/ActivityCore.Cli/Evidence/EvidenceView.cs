using System.Text.Json;
using ActivityCore.Evidence;

namespace ActivityCore.Cli.Evidence;

/// <summary>Evidence as lists print it. The member names are a contract (docs/cli.md): they are added to and never renamed.</summary>
internal sealed record EvidenceView
{
    public required string Key { get; init; }

    public required string RunId { get; init; }

    public required string Context { get; init; }

    public required string EventType { get; init; }

    public required string Sink { get; init; }

    /// <summary>What it is about; null: the whole.</summary>
    public string? Entity { get; init; }

    public required EvidenceState State { get; init; }

    /// <summary>Why it was not submitted, in a word.</summary>
    public string? Status { get; init; }

    public string? Reference { get; init; }

    /// <summary>Why it was not submitted, for people.</summary>
    public string? LastError { get; init; }

    public required int Attempts { get; init; }

    public required DateTimeOffset ObservedAt { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public required JsonElement Payload { get; init; }

    public static EvidenceView Of(EvidenceRecord evidence) => new()
    {
        Key = evidence.Key,
        RunId = evidence.RunId,
        Context = evidence.Context,
        EventType = evidence.EventType,
        Sink = evidence.Sink,
        Entity = evidence.Entity.Length == 0 ? null : evidence.Entity,
        State = evidence.State,
        Status = evidence.Status,
        Reference = evidence.Reference,
        LastError = evidence.LastError,
        Attempts = evidence.Attempts,
        ObservedAt = evidence.ObservedAt,
        CreatedAt = evidence.CreatedAt,
        FinishedAt = evidence.FinishedAt,
        Payload = evidence.Payload,
    };
}
