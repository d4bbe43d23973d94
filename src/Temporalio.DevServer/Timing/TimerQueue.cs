namespace Temporalio.DevServer.Timing;

/// <summary>
/// All timers of the service on one clock. An entry is only a hint that something may be due: its owner looks at its own
/// state when called, so entries are never taken back. Thread-safe.
/// </summary>
internal sealed class TimerQueue : IDisposable
{
    private readonly record struct Entry(object? Owner, Action Callback);

    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly PriorityQueue<Entry, long> _entries = new();

    // The times of each owner's entries, the next one on top: one is added only before all others, so they end in this order too.
    private readonly Dictionary<object, Stack<long>> _owners = [];
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
            Enqueue(due, new Entry(null, callback));
        }
    }

    /// <summary>
    /// Calls back as <see cref="Add"/> does, unless the owner will be called no later anyway. So an owner that is due again and again before
    /// something far away leaves one entry for that, not one for each time that it looked.
    /// </summary>
    /// <param name="owner">Told apart by <see cref="object.Equals(object)"/>.</param>
    /// <param name="due">In UTC ticks; <see cref="long.MaxValue"/>: never.</param>
    /// <param name="callback">See <see cref="Add"/>.</param>
    public void Wake(object owner, long due, Action callback)
    {
        if (due == long.MaxValue)
            return;
        lock (_lock)
        {
            if (_disposed)
                return;
            if (!_owners.TryGetValue(owner, out var times))
                _owners.Add(owner, times = new Stack<long>(1));
            else if (times.Peek() <= due)
                return;
            times.Push(due);
            Enqueue(due, new Entry(owner, callback));
        }
    }

    /// <summary>How many entries there are; for tests.</summary>
    internal int Count
    {
        get
        {
            lock (_lock)
                return _entries.Count;
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
            while (_entries.TryPeek(out var entry, out var at) && at <= now)
            {
                _entries.Dequeue();
                due.Add(entry.Callback);
                if (entry.Owner is { } owner && _owners[owner] is var times && times.Pop() == at && times.Count == 0)
                    _owners.Remove(owner);
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

    private void Enqueue(long due, Entry entry)
    {
        _entries.Enqueue(entry, due);
        if (due < _armedFor)
            Arm(due);
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
