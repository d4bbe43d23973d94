namespace ActivityCore.Tasks;

/// <summary>A task without a reference after an emission.</summary>
/// <param name="Key">The task key.</param>
/// <param name="Title">For people.</param>
/// <param name="Reason">Why; without secrets.</param>
/// <param name="Retryable">False: it was refused and is in the dead letters.</param>
/// <param name="RetryAfter">What the receiver asked for, or null.</param>
public sealed record OpenTask(string Key, string Title, string Reason, bool Retryable, TimeSpan? RetryAfter);
