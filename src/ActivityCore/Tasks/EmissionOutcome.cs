namespace ActivityCore.Tasks;

/// <summary>What emitting a run's tasks came to. Every task was tried.</summary>
/// <param name="Settled">Tasks with a reference, in the order of the decision.</param>
/// <param name="Open">Tasks without one, in the order of the decision.</param>
public sealed record EmissionOutcome(IReadOnlyList<TaskSpawn> Settled, IReadOnlyList<OpenTask> Open)
{
    /// <summary>Every task has a reference.</summary>
    public bool IsComplete => Open.Count == 0;

    /// <summary>Trying again can help: at least one open task is retryable.</summary>
    public bool Retryable => Open.Any(task => task.Retryable);

    /// <summary>The longest wait that a receiver asked for, or null.</summary>
    public TimeSpan? RetryAfter => Open.Max(task => task.RetryAfter);

    /// <summary>One sentence that names the open tasks, for the failure in the workflow's history; without secrets, at most 2,000 characters.</summary>
    public string Describe()
    {
        var text = $"{Open.Count} of {Open.Count + Settled.Count} tasks are open: "
            + string.Join("; ", Open.Select(task => $"{task.Key[..Math.Min(12, task.Key.Length)]} \"{task.Title}\" ({(task.Retryable ? "to be retried" : "refused")}: {task.Reason})"));
        return text.Length <= 2_000 ? text : text[..1_997] + "...";
    }
}
