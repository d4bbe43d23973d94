using ActivityCore.Rules;

namespace ActivityCore.Instructions;

/// <summary>What one instruction came to for one item (or once, without <c>for_each</c>), and why.</summary>
public sealed record InstructionDecision
{
    /// <summary>The verdict, explained as a rule's; its rule id is the instruction's.</summary>
    public required RuleDecision Verdict { get; init; }

    /// <summary>What is to be done; null unless the verdict is a match and the run goes on.</summary>
    public PlannedInstruction? Planned { get; init; }
}
