using Temporalio.Activities;

namespace Temporalio.Worker.LocalActivities;

/// <summary>The cancellation of a local activity over all its attempts. Thread-safe.</summary>
internal sealed class LocalActivityCancellation : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly Lock _lock = new();
    private bool _disposed;

    public CancellationToken Token => _source.Token;

    public ActivityCancelReason Reason { get; private set; }

    public void Cancel(ActivityCancelReason reason)
    {
        lock (_lock)
        {
            if (_disposed || _source.IsCancellationRequested)
            {
                return;
            }
            Reason = reason;
            _source.Cancel();
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
        }
        _source.Dispose();
    }
}
