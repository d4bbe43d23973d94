namespace ActivityCore.Context;

/// <summary>Context that a run cannot do without could not be read. The message is for people and without secrets.</summary>
public sealed class ContextUnavailableException(string message, bool retryable, TimeSpan? retryAfter) : Exception(message)
{
    /// <summary>True: asking again can help.</summary>
    public bool Retryable { get; } = retryable;

    /// <summary>The longest wait that a neighbour asked for, or null.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
