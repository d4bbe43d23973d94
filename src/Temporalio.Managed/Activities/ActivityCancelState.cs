namespace Temporalio.Activities;

/// <summary>The cancellation of one attempt. Only the first one counts.</summary>
internal sealed class ActivityCancelState
{
    private Cancellation? _first;

    public ActivityCancelReason Reason => Volatile.Read(ref _first)?.Reason ?? ActivityCancelReason.None;

    public ActivityCancellationDetails? Details => Volatile.Read(ref _first)?.Details;

    public bool TrySet(ActivityCancelReason reason, ActivityCancellationDetails details) =>
        Interlocked.CompareExchange(ref _first, new(reason, details), null) is null;

    public static ActivityCancellationDetails DetailsOf(ActivityCancelReason reason) => new()
    {
        IsGoneFromServer = reason == ActivityCancelReason.GoneFromServer,
        IsCancelRequested = reason == ActivityCancelReason.CancelRequested,
        IsTimedOut = reason == ActivityCancelReason.Timeout,
        IsWorkerShutdown = reason == ActivityCancelReason.WorkerShutdown,
        IsPaused = reason == ActivityCancelReason.Paused,
        IsHeartbeatRecordFailure = reason == ActivityCancelReason.HeartbeatRecordFailure,
        IsReset = reason == ActivityCancelReason.Reset,
    };

    private sealed record Cancellation(ActivityCancelReason Reason, ActivityCancellationDetails Details);
}
