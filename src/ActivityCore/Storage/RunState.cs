namespace ActivityCore.Storage;

/// <summary>The life of a run.</summary>
public enum RunState
{
    /// <summary>The row is written, the workflow not known to be started.</summary>
    Pending,

    Running,

    /// <summary>The trigger's own <c>when</c> did not hold; no workflow was started.</summary>
    NotMatched,

    Completed,

    Failed,

    /// <summary>Too many tasks: nothing was emitted, and a person releases or drops it.</summary>
    Parked,

    /// <summary>Parked, then dropped by a person.</summary>
    Dropped,
}
