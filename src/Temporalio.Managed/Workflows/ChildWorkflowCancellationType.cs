namespace Temporalio.Workflows;

/// <summary>What the parent sees when it cancels a child workflow.</summary>
public enum ChildWorkflowCancellationType
{
    /// <summary>Send no request; report the child as cancelled at once.</summary>
    Abandon,

    /// <summary>Send the request and report the child as cancelled at once.</summary>
    TryCancel,

    /// <summary>Send the request and wait for how the child ends. The default.</summary>
    WaitCancellationCompleted,

    /// <summary>Send the request and wait until the service has accepted it.</summary>
    WaitCancellationRequested,
}
