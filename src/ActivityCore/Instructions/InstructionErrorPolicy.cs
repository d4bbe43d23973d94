namespace ActivityCore.Instructions;

/// <summary>What a failed instruction does to its run. It is never counted as a miss.</summary>
public enum InstructionErrorPolicy
{
    /// <summary>The run fails: no further instruction is done and no task is emitted.</summary>
    FailRun,

    /// <summary>It is recorded with its error and gives no task; everything else goes on.</summary>
    SkipInstruction,
}
