using System.Text.Json.Serialization;
using ActivityCore.Instructions;
using ActivityCore.Tasks;

namespace ActivityCore.Rules;

/// <summary>What a run decided: every verdict with its explanation, misses included, and the tasks that follow, in the order of the file.</summary>
public sealed record Decision
{
    /// <summary>One entry a rule and item.</summary>
    public required IReadOnlyList<RuleDecision> Rules { get; init; }

    /// <summary>The tasks to emit. Empty where a rule or instruction with <c>on_error: fail_run</c> came to an error.</summary>
    public required IReadOnlyList<PlannedTask> Tasks { get; init; }

    /// <summary>One entry an instruction and item; empty where the definition has none.</summary>
    public IReadOnlyList<InstructionDecision> Instructions { get; init; } = [];

    /// <summary>The instructions to be done, in the order of the file.</summary>
    [JsonIgnore]
    public IEnumerable<PlannedInstruction> PlannedInstructions => Instructions.Select(instruction => instruction.Planned).OfType<PlannedInstruction>();

    /// <summary>Every verdict, of rules and of instructions.</summary>
    [JsonIgnore]
    public IEnumerable<RuleDecision> Verdicts => Rules.Concat(Instructions.Select(instruction => instruction.Verdict));

    /// <summary>Why nothing is done before a person releases the run: it asks for more than its definition's limits allow. Null: it goes on.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? HeldBecause { get; init; }

    /// <summary>The error that fails the run, or null.</summary>
    public string? FailRun { get; init; }
}
