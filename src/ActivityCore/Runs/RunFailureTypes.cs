namespace ActivityCore.Runs;

/// <summary>The types of failures in a run's history. They are an interface: people filter by them.</summary>
public static class RunFailureTypes
{
    /// <summary>A rule with <c>on_error: fail_run</c> came to an error.</summary>
    public const string RuleError = "RuleError";

    /// <summary>An instruction with <c>on_error: fail_run</c> failed.</summary>
    public const string InstructionFailed = "InstructionFailed";

    /// <summary>An instruction is to be tried again.</summary>
    public const string InstructionOpen = "InstructionOpen";

    /// <summary>Context that the run cannot do without could not be read.</summary>
    public const string ContextUnavailable = "ContextUnavailable";

    /// <summary>Tasks are open: the sink refused them or is not there.</summary>
    public const string TasksOpen = "TasksOpen";

    /// <summary>Evidence is open: its receiver is not there.</summary>
    public const string EvidenceOpen = "EvidenceOpen";

    /// <summary>The sink's settings are incomplete.</summary>
    public const string SinkNotConfigured = "SinkNotConfigured";

    /// <summary>The store does not know the run, its event or its version of the definition.</summary>
    public const string RunNotFound = "RunNotFound";

    /// <summary>Anything else: the store is down, or a fault of the engine. The logs have more.</summary>
    public const string Unavailable = "Unavailable";
}
