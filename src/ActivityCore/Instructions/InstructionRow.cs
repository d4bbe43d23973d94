using ActivityCore.Storage;
using ActivityCore.Tasks;

namespace ActivityCore.Instructions;

/// <summary>A row of <c>instruction_log</c> as the database gives it.</summary>
internal sealed class InstructionRow
{
    public required long Seq { get; init; }

    public required string InstructionKey { get; init; }

    public required string RunId { get; init; }

    public required string InstructionId { get; init; }

    public string? Item { get; init; }

    public required string Kind { get; init; }

    public required string State { get; init; }

    public required int Attempts { get; init; }

    public string? Summary { get; init; }

    public string? Reference { get; init; }

    public string? Output { get; init; }

    public string? Tasks { get; init; }

    public string? LastError { get; init; }

    public required object CreatedAt { get; init; }

    public object? FinishedAt { get; init; }

    public InstructionRecord ToRecord(IReadOnlyList<InstructionAttempt> attempts) => new()
    {
        Sequence = Seq,
        Key = InstructionKey,
        RunId = RunId,
        InstructionId = InstructionId,
        Item = Item,
        Kind = EnumText<InstructionKind>.Parse(Kind),
        State = EnumText<InstructionState>.Parse(State),
        Attempts = Attempts,
        Summary = Summary,
        Reference = Reference,
        Output = Output,
        Tasks = Tasks is null ? [] : AuditJson.Read<List<PlannedTask>>(Tasks),
        LastError = LastError,
        CreatedAt = DbText.ReadTime(CreatedAt),
        FinishedAt = DbText.ReadTimeOrNull(FinishedAt),
        AttemptLog = attempts,
    };
}
