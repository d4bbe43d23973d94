using Temporalio.Activities;
using Temporalio.Api.Common.V1;

namespace Temporalio.Worker.ActivityTasks;

/// <summary>One attempt of an activity and its cancellation. Thread-safe.</summary>
internal sealed class ActivityAttempt : IDisposable
{
    private readonly ActivityCancelState _cancelState;
    private readonly CancellationTokenSource _cancellation;
    private readonly Lock _lock = new();
    private bool _disposed;

    public ActivityAttempt(ActivityExecutionContext context, ActivityCancelState cancelState, CancellationTokenSource cancellation)
    {
        Context = context;
        _cancelState = cancelState;
        _cancellation = cancellation;
    }

    public ActivityExecutionContext Context { get; }

    public required IReadOnlyList<Payload> Input { get; init; }

    public required Header? Header { get; init; }

    /// <summary>Set when the details of a heartbeat could not be recorded.</summary>
    public Exception? HeartbeatFailure { get; set; }

    public void Cancel(ActivityCancelReason reason) => Cancel(reason, ActivityCancelState.DetailsOf(reason));

    public void Cancel(ActivityCancelReason reason, ActivityCancellationDetails details)
    {
        lock (_lock)
        {
            if (_disposed || !_cancelState.TrySet(reason, details))
            {
                return;
            }
        }
        // Not on this thread: callbacks of the activity may take their time.
        _ = CancelAsync();
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
        }
        _cancellation.Dispose();
    }

    private async Task CancelAsync()
    {
        try
        {
            await _cancellation.CancelAsync().ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            // The attempt ended first.
        }
        catch (AggregateException)
        {
            // A callback of the activity failed; that is its own affair.
        }
    }
}
