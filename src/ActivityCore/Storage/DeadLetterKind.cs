namespace ActivityCore.Storage;

/// <summary>What kind of thing could not be handled.</summary>
public enum DeadLetterKind
{
    /// <summary>An incoming message that is no event.</summary>
    Event,

    /// <summary>A task that the sink refused.</summary>
    Task,

    /// <summary>Evidence that its sink refused.</summary>
    Evidence,

    /// <summary>A run that cannot go on.</summary>
    Run,

    /// <summary>An instruction that failed for good.</summary>
    Instruction,
}
