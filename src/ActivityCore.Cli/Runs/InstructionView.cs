using ActivityCore.Instructions;
using ActivityCore.Rules;

namespace ActivityCore.Cli.Runs;

/// <summary>What one instruction came to for one item: the verdict and why, what was to be done, and what came of it.</summary>
internal sealed record InstructionView
{
    public required string InstructionId { get; init; }

    public string? Item { get; init; }

    /// <summary>match, miss or error.</summary>
    public required Verdict Verdict { get; init; }

    public string? Condition { get; init; }

    public required string Because { get; init; }

    public required IReadOnlyList<RuleView.LeafView> Leaves { get; init; }

    /// <summary>workflow, shell, http or nats; null where nothing is to be done, and so are the members below.</summary>
    public InstructionKind? Kind { get; init; }

    /// <summary>What is to be done, in a line.</summary>
    public string? Action { get; init; }

    /// <summary>The idempotency key of the action.</summary>
    public string? Key { get; init; }

    /// <summary>pending, started, succeeded or failed.</summary>
    public InstructionState? State { get; init; }

    /// <summary>What came of it, why it failed, or why it is to be tried again.</summary>
    public string? Result { get; init; }

    /// <summary>A workflow's id, or a message's place in its stream.</summary>
    public string? Reference { get; init; }

    /// <summary>The end of what it said, without secrets.</summary>
    public string? Output { get; init; }

    /// <summary>The keys of the tasks that it returned.</summary>
    public required IReadOnlyList<string> TaskKeys { get; init; }

    public required IReadOnlyList<AttemptView> Attempts { get; init; }

    /// <summary>The decision's part, and what is recorded of the doing.</summary>
    public static InstructionView Of(InstructionDecision decision, InstructionRecord? record)
    {
        var verdict = RuleView.Of(decision.Verdict);
        var planned = decision.Planned;
        return new()
        {
            InstructionId = verdict.RuleId,
            Item = verdict.Item,
            Verdict = verdict.Verdict,
            Condition = verdict.Condition,
            Because = verdict.Because,
            Leaves = verdict.Leaves,
            Kind = planned?.Kind,
            Action = planned?.Describe(),
            Key = planned?.Key,
            State = record?.State ?? (planned is null ? null : InstructionState.Pending),
            Result = record?.Summary ?? record?.LastError,
            Reference = record?.Reference,
            Output = record?.Output,
            TaskKeys = [.. (record?.Tasks ?? []).Select(task => task.Key)],
            Attempts = [.. (record?.AttemptLog ?? []).Select(a => new AttemptView(a.Number, a.Worker, a.StartedAt, a.EndedAt, a.Outcome, a.Detail))],
        };
    }

    /// <summary>All of a decision, with what is recorded of them.</summary>
    public static IReadOnlyList<InstructionView> Of(Decision? decision, IReadOnlyList<InstructionRecord> records)
    {
        var byKey = records.ToDictionary(record => record.Key, StringComparer.Ordinal);
        return [.. (decision?.Instructions ?? []).Select(instruction => Of(instruction, instruction.Planned is { } planned ? byKey.GetValueOrDefault(planned.Key) : null))];
    }

    /// <summary>One try; without an end it is under way or was cut off.</summary>
    internal sealed record AttemptView(int Number, string Worker, DateTimeOffset StartedAt, DateTimeOffset? EndedAt, string? Outcome, string? Detail);
}
