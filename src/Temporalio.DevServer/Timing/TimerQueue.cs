namespace Temporalio.DevServer.Timing;

/// <summary>
/// All timers of the service on one clock. An entry is only a hint that something may be due: its owner looks at its own
/// state when called, so entries are never taken back. Thread-safe.
/// </summary>
internal sealed class TimerQueue : IDisposable
{
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly PriorityQueue<Action, long> _entries = new();
    private readonly ITimer _timer;
    private long _armedFor = long.MaxValue;
    private bool _disposed;

    public TimerQueue(TimeProvider time)
    {
        _time = time;
        _timer = time.CreateTimer(_ => FireDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Calls back once at or after a time, on a pool thread. The callback must be quick and must not throw.</summary>
    public void Add(long due, Action callback)
    {
        lock (_lock)
        {
            if (_disposed)
                return;
            _entries.Enqueue(callback, due);
            if (due < _armedFor)
                Arm(due);
        }
    }

    /// <summary>Calls back everything that is due now.</summary>
    public void FireDue()
    {
        var due = new List<Action>();
        lock (_lock)
        {
            if (_disposed)
                return;
            var now = _time.NowTicks();
            while (_entries.TryPeek(out var callback, out var at) && at <= now)
            {
                _entries.Dequeue();
                due.Add(callback);
            }

            _armedFor = long.MaxValue;
            if (_entries.TryPeek(out _, out var next))
                Arm(next);
        }

        foreach (var callback in due)
            callback();
    }

    public void Dispose()
    {
        lock (_lock)
            _disposed = true;
        _timer.Dispose();
    }

    private void Arm(long due)
    {
        _armedFor = due;
        var wait = TimeSpan.FromTicks(Math.Max(due - _time.NowTicks(), 0));
        // A timer holds at most some 49 days; a longer wait is re-armed on the way. Round up, or it fires a hair early.
        wait = wait > TimeSpan.FromDays(30) ? TimeSpan.FromDays(30) : TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds));
        _timer.Change(wait, Timeout.InfiniteTimeSpan);
    }
}
