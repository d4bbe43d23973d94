namespace ActivityCore.Tasks;

/// <summary>How far one task has come.</summary>
public enum TaskState
{
    /// <summary>Written down; it may have been sent, no answer is recorded.</summary>
    Pending,

    /// <summary>The sink has answered with a reference.</summary>
    Created,

    /// <summary>An earlier task stands for the same problem; nothing was sent.</summary>
    Deduplicated,

    /// <summary>The sink refused it; it is in the dead letters and can be sent again.</summary>
    Rejected,

    /// <summary>Rendered and not sent. Never stands in the way of the live task.</summary>
    DryRun,
}
