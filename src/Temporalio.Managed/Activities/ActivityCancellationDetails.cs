namespace Temporalio.Activities;

/// <summary>Everything that was known about a cancellation when it arrived. Immutable.</summary>
public class ActivityCancellationDetails
{
    /// <summary>The service no longer knows the activity.</summary>
    public bool IsGoneFromServer { get; init; }

    /// <summary>The workflow asked for it.</summary>
    public bool IsCancelRequested { get; init; }

    /// <summary>A timeout passed.</summary>
    public bool IsTimedOut { get; init; }

    /// <summary>The worker is shutting down.</summary>
    public bool IsWorkerShutdown { get; init; }

    /// <summary>An operator paused the activity.</summary>
    public bool IsPaused { get; init; }

    /// <summary>Details of a heartbeat could not be recorded.</summary>
    public bool IsHeartbeatRecordFailure { get; init; }

    /// <summary>An operator reset the activity.</summary>
    public bool IsReset { get; init; }
}
