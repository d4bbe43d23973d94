using System.Text.Json;
using ActivityCore.Events;
using ActivityCore.Rules;

namespace ActivityCore.Storage;

/// <summary>A row of <c>runs</c> as the database gives it.</summary>
internal sealed class RunRow
{
    public required long Seq { get; init; }

    public required string RunId { get; init; }

    public required string DefinitionId { get; init; }

    public required string DefinitionName { get; init; }

    public required string DefinitionHash { get; init; }

    public required string OccurrenceKind { get; init; }

    public required string OccurrenceKey { get; init; }

    public required object NominalTime { get; init; }

    public string? EventPublisher { get; init; }

    public string? EventId { get; init; }

    public required string State { get; init; }

    public string? NotMatchedBecause { get; init; }

    public string? Context { get; init; }

    public string? ContextNotes { get; init; }

    public string? Decision { get; init; }

    public required int Matched { get; init; }

    public required int Missed { get; init; }

    public required int Errors { get; init; }

    public required int Tasks { get; init; }

    public required int Instructions { get; init; }

    public required object CreatedAt { get; init; }

    public object? StartedAt { get; init; }

    public object? DecidedAt { get; init; }

    public object? ConcludedAt { get; init; }

    public object? FinishedAt { get; init; }

    public string? Failure { get; init; }

    public object? PayloadRemovedAt { get; init; }

    public RunRecord ToRecord() => new()
    {
        Sequence = Seq,
        RunId = RunId,
        DefinitionId = Guid.Parse(DefinitionId),
        DefinitionName = DefinitionName,
        DefinitionHash = DefinitionHash,
        Occurrence = Occurrence.Restore(EnumText<OccurrenceKind>.Parse(OccurrenceKind), OccurrenceKey, DbText.ReadTime(NominalTime)),
        EventPublisher = EventPublisher,
        EventId = EventId is null ? null : Guid.Parse(EventId),
        State = EnumText<RunState>.Parse(State),
        NotMatchedBecause = NotMatchedBecause,
        Context = Context is null ? null : JsonElement.Parse(Context),
        ContextNotes = ContextNotes is null ? null : AuditJson.Read<Dictionary<string, string>>(ContextNotes),
        Decision = Decision is null ? null : AuditJson.Read<Decision>(Decision),
        Matched = Matched,
        Missed = Missed,
        Errors = Errors,
        Tasks = Tasks,
        Instructions = Instructions,
        CreatedAt = DbText.ReadTime(CreatedAt),
        StartedAt = DbText.ReadTimeOrNull(StartedAt),
        DecidedAt = DbText.ReadTimeOrNull(DecidedAt),
        ConcludedAt = DbText.ReadTimeOrNull(ConcludedAt),
        FinishedAt = DbText.ReadTimeOrNull(FinishedAt),
        Failure = Failure,
        PayloadRemovedAt = DbText.ReadTimeOrNull(PayloadRemovedAt),
    };
}
