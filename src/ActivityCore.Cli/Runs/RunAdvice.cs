using ActivityCore.Evidence;
using ActivityCore.Instructions;
using ActivityCore.Storage;
using ActivityCore.Tasks;

namespace ActivityCore.Cli.Runs;

/// <summary>What a person can do about a run that waits or failed.</summary>
internal static class RunAdvice
{
    /// <summary>A sentence with the commands in backticks; null where there is nothing to do.</summary>
    public static string? Of(RunDetailView detail) => detail.Run switch
    {
        { State: RunState.Parked } run => $"`activity-core parked release {run.RunId}` makes all its tasks, `activity-core parked drop {run.RunId} --reason TEXT` none.",
        { State: RunState.Failed } run when detail.Instructions.Any(instruction => instruction.State is InstructionState.Failed) =>
            $"Mend the cause. {Again(run)}: it does every instruction again, also those that succeeded here, and its tasks are new ones.{(run.Tasks > 0 ? $" `activity-core runs emit {run.RunId}` sends the tasks of this run that are there." : "")} "
            + $"`activity-core dlq list --source {run.RunId}` shows the letters to settle.",
        { State: RunState.Failed } run when !HasLetters(detail) => $"Mend the cause. {Again(run)}.",
        { State: RunState.Failed } run => $"Mend the cause. `activity-core dlq list --source {run.RunId}` shows what can be tried again. {Again(run)}.",
        _ => null,
    };

    // A run that a rule or its context has failed left nothing that could be tried again.
    private static bool HasLetters(RunDetailView detail) =>
        detail.Tasks.Any(task => task.State is TaskState.Rejected) || detail.Evidence.Any(piece => piece.State is EvidenceState.Rejected);

    private static string Again(RunView run) =>
        $"`activity-core runs start {run.DefinitionName}{(run.EventId is { } id ? $" --event {id:D}" : "")}` starts another run";
}
