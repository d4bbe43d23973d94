namespace ActivityCore.Tasks;

/// <summary>What claiming a task came to. A closed set.</summary>
public abstract record ClaimResult
{
    private ClaimResult()
    {
    }

    /// <summary>The row is committed as pending with a new attempt: send now, then record.</summary>
    /// <param name="Task">The row that stands; its spec is the one to send.</param>
    /// <param name="Attempt">The number of the attempt.</param>
    public sealed record Send(TaskSpawn Task, int Attempt) : ClaimResult;

    /// <summary>There is nothing to send: created, deduplicated or rejected before, or now found to be the same problem as an earlier task.</summary>
    public sealed record Settled(TaskSpawn Task) : ClaimResult;

    /// <summary>Someone else is at it: the same task is being sent, or an earlier task for the same problem has no reference yet.</summary>
    /// <param name="Reason">For people.</param>
    /// <param name="After">When to ask again.</param>
    public sealed record Wait(string Reason, TimeSpan After) : ClaimResult;
}
