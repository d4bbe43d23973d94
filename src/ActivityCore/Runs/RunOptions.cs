namespace ActivityCore.Runs;

/// <summary>How runs are started.</summary>
public sealed record RunOptions
{
    /// <summary>The workers' task queue.</summary>
    public required string TaskQueue { get; init; }

    /// <summary>True: a worker shares this process, so that a run's first step may come back with the answer to its start.</summary>
    public bool WorkerInProcess { get; init; }
}
