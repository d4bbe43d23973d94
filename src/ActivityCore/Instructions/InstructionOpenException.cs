namespace ActivityCore.Instructions;

/// <summary>An instruction is to be tried again. The message is for people and without secrets.</summary>
internal sealed class InstructionOpenException(string message, TimeSpan? retryAfter) : Exception(message)
{
    /// <summary>When, or null.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
