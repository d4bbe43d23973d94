namespace Temporalio.Activities;

/// <summary>Why an activity was cancelled.</summary>
public enum ActivityCancelReason
{
    /// <summary>It was not, or nobody knows why.</summary>
    None,

    /// <summary>The service no longer knows it: it or its workflow has ended.</summary>
    GoneFromServer,

    /// <summary>Its workflow asked for it.</summary>
    CancelRequested,

    /// <summary>It took longer than a timeout allows.</summary>
    Timeout,

    /// <summary>Its worker is shutting down.</summary>
    WorkerShutdown,

    /// <summary>Details of a heartbeat could not be recorded.</summary>
    HeartbeatRecordFailure,

    /// <summary>An operator paused it.</summary>
    Paused,

    /// <summary>An operator reset it.</summary>
    Reset,
}
