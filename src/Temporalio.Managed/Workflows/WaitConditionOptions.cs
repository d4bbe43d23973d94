namespace Temporalio.Workflows;

/// <summary>A condition to wait for.</summary>
public class WaitConditionOptions : ICloneable
{
    /// <summary>Waits for the given condition.</summary>
    public WaitConditionOptions(
        Func<bool> conditionCheck,
        TimeSpan? timeout = null,
        string? timeoutSummary = null,
        CancellationToken? cancellationToken = null)
    {
        ConditionCheck = conditionCheck;
        Timeout = timeout;
        TimeoutSummary = timeoutSummary;
        CancellationToken = cancellationToken;
    }

    /// <summary>The condition. Called often: fast and without side effects.</summary>
    public Func<bool> ConditionCheck { get; set; }

    /// <summary>After this time the wait ends with false. No limit when null.</summary>
    public TimeSpan? Timeout { get; set; }

    /// <summary>One line for user interfaces about the timer of the timeout.</summary>
    public string? TimeoutSummary { get; set; }

    /// <summary>Cancels the wait. The workflow's own token when null.</summary>
    public CancellationToken? CancellationToken { get; set; }

    /// <summary>A shallow copy.</summary>
    public virtual object Clone() => MemberwiseClone();
}
