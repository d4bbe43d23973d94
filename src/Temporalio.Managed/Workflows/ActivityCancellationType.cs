namespace Temporalio.Workflows;

/// <summary>What the workflow sees when it cancels an activity.</summary>
public enum ActivityCancellationType
{
    /// <summary>Send the request and report the activity as cancelled at once. The default.</summary>
    TryCancel,

    /// <summary>Send the request and wait for how the activity ends.</summary>
    WaitCancellationCompleted,

    /// <summary>Send no request; report the activity as cancelled at once and leave it running.</summary>
    Abandon,
}
