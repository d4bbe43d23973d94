namespace ActivityCore.Instructions;

/// <summary>How an instruction stands.</summary>
public enum InstructionState
{
    /// <summary>Not begun, or to be tried again.</summary>
    Pending,

    /// <summary>An attempt is under way, or was cut off.</summary>
    Started,

    /// <summary>Done, with its result recorded.</summary>
    Succeeded,

    /// <summary>It will not be tried again.</summary>
    Failed,
}
