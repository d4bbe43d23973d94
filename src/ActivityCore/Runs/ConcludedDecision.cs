using ActivityCore.Instructions;
using ActivityCore.Rules;

namespace ActivityCore.Runs;

/// <summary>A run's decision together with what its instructions came to.</summary>
/// <param name="Decision">With the tasks that instructions returned, each explained by its instruction's verdict, as those of a rule are.</param>
/// <param name="InstructionsAreDone">Each succeeded, or failed and may be skipped: with every task sent the run is complete.</param>
internal sealed record ConcludedDecision(Decision Decision, bool InstructionsAreDone)
{
    public static async Task<ConcludedDecision> ReadAsync(IInstructionLog instructions, string runId, Decision decision, CancellationToken cancellationToken)
    {
        if (!decision.PlannedInstructions.Any())
        {
            return new(decision, InstructionsAreDone: true);
        }

        var records = (await instructions.ListAsync(runId, cancellationToken)).ToDictionary(record => record.Key, StringComparer.Ordinal);
        IReadOnlyList<Tasks.PlannedTask> Returned(PlannedInstruction plan) => records.GetValueOrDefault(plan.Key)?.Tasks ?? [];
        var verdicts = decision.Instructions.Where(instruction => instruction.Planned is not null)
            .Select(instruction => instruction.Verdict with { TaskKeys = [.. Returned(instruction.Planned!).Select(task => task.Key)] });
        return new(
            decision with { Rules = [.. decision.Rules, .. verdicts], Tasks = [.. decision.Tasks, .. decision.PlannedInstructions.SelectMany(Returned)] },
            decision.PlannedInstructions.All(plan => IsDone(plan, records.GetValueOrDefault(plan.Key))));
    }

    private static bool IsDone(PlannedInstruction plan, InstructionRecord? record) =>
        record?.State == InstructionState.Succeeded || (record?.State == InstructionState.Failed && plan.OnError != InstructionErrorPolicy.FailRun);
}
