using ActivityCore.Storage;

namespace ActivityCore.Instructions;

/// <summary>An attempt to do an instruction.</summary>
/// <param name="Run">Whose decision asked for it.</param>
/// <param name="Plan">What is to be done.</param>
/// <param name="Attempt">From 1.</param>
internal sealed record InstructionCall(RunRecord Run, PlannedInstruction Plan, int Attempt)
{
    public TimeSpan Timeout => TimeSpan.FromSeconds(Plan.TimeoutSeconds);
}
