namespace Temporalio.Workflows;

/// <summary>How a signal is sent to a child workflow.</summary>
public class ChildWorkflowSignalOptions : ICloneable
{
    /// <summary>Cancels the sending. The workflow's own token when null.</summary>
    public CancellationToken? CancellationToken { get; set; }

    /// <summary>A shallow copy.</summary>
    public virtual object Clone() => MemberwiseClone();
}
