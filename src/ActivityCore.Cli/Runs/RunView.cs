using ActivityCore.Storage;

namespace ActivityCore.Cli.Runs;

/// <summary>A run as lists print it. The member names are a contract (docs/cli.md): they are added to and never renamed.</summary>
internal sealed record RunView
{
    public required string RunId { get; init; }

    public required string DefinitionName { get; init; }

    public required Guid DefinitionId { get; init; }

    public required string DefinitionHash { get; init; }

    public required string Occurrence { get; init; }

    /// <summary>event, schedule or manual.</summary>
    public required string OccurrenceKind { get; init; }

    public required DateTimeOffset NominalTime { get; init; }

    public string? EventPublisher { get; init; }

    public Guid? EventId { get; init; }

    public string? EventType { get; init; }

    /// <summary>pending, running, not_matched, completed, failed, parked or dropped.</summary>
    public required RunState State { get; init; }

    public required int Matched { get; init; }

    public required int Missed { get; init; }

    public required int Errors { get; init; }

    public required int Tasks { get; init; }

    /// <summary>Instructions that the decision asks for.</summary>
    public required int Instructions { get; init; }

    /// <summary>One sentence: why it made these tasks, or none.</summary>
    public required string Why { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? DecidedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>When retention removed context, decision and the texts of the tasks; null: they are there.</summary>
    public DateTimeOffset? PayloadRemovedAt { get; init; }

    /// <summary>Verdicts in short: <c>2 match, 1 miss</c>.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Verdicts => RunSummary.Verdicts(Matched, Missed, Errors);

    public static RunView Of(RunRecord run, string? eventType) => new()
    {
        RunId = run.RunId,
        DefinitionName = run.DefinitionName,
        DefinitionId = run.DefinitionId,
        DefinitionHash = run.DefinitionHash,
        Occurrence = run.Occurrence.Key,
        OccurrenceKind = run.Occurrence.Kind.ToString().ToLowerInvariant(),
        NominalTime = run.Occurrence.NominalTime,
        EventPublisher = run.EventPublisher,
        EventId = run.EventId,
        EventType = eventType,
        State = run.State,
        Matched = run.Matched,
        Missed = run.Missed,
        Errors = run.Errors,
        Tasks = run.Tasks,
        Instructions = run.Instructions,
        Why = RunSummary.Why(run),
        CreatedAt = run.CreatedAt,
        StartedAt = run.StartedAt,
        DecidedAt = run.DecidedAt,
        FinishedAt = run.FinishedAt,
        PayloadRemovedAt = run.PayloadRemovedAt,
    };
}
