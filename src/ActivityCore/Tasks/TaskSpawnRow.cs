using ActivityCore.Rules;
using ActivityCore.Storage;

namespace ActivityCore.Tasks;

/// <summary>A row of <c>task_spawn_log</c> as the database gives it.</summary>
internal sealed class TaskSpawnRow
{
    public required long Seq { get; init; }

    public required string TaskKey { get; init; }

    public required string RunId { get; init; }

    public required string DefinitionId { get; init; }

    public required string DefinitionHash { get; init; }

    public string? Explanation { get; init; }

    public required string Payload { get; init; }

    public required string Fingerprint { get; init; }

    public required int Conflicts { get; init; }

    public required string Sink { get; init; }

    public required string SentEventId { get; init; }

    public required string State { get; init; }

    public string? TaskRef { get; init; }

    public string? TaskUrl { get; init; }

    public string? DedupeKey { get; init; }

    public string? DuplicateOf { get; init; }

    public string? LastError { get; init; }

    public required int Attempts { get; init; }

    public required object CreatedAt { get; init; }

    public object? FinishedAt { get; init; }

    public TaskSpawn ToRecord(IReadOnlyList<TaskAttempt>? attempts = null) => new()
    {
        Sequence = Seq,
        Key = TaskKey,
        RunId = RunId,
        DefinitionId = Guid.Parse(DefinitionId),
        DefinitionHash = DefinitionHash,
        Rule = Explanation is null ? null : AuditJson.Read<RuleDecision>(Explanation),
        Spec = AuditJson.Read<TaskSpec>(Payload),
        Fingerprint = Fingerprint,
        Conflicts = Conflicts,
        Sink = Sink,
        SentEventId = SentEventId,
        State = EnumText<TaskState>.Parse(State),
        Reference = TaskRef,
        Url = TaskUrl,
        DedupeKey = DedupeKey,
        DuplicateOf = DuplicateOf,
        LastError = LastError,
        Attempts = Attempts,
        CreatedAt = DbText.ReadTime(CreatedAt),
        FinishedAt = DbText.ReadTimeOrNull(FinishedAt),
        AttemptLog = attempts ?? [],
    };
}
