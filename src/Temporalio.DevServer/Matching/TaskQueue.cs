namespace Temporalio.DevServer.Matching;

/// <summary>One queue: tasks in order of arrival, and workers that wait for them. Thread-safe.</summary>
internal sealed class TaskQueue(TimeProvider clock)
{
    private readonly Lock _lock = new();
    private readonly LinkedList<(QueuedTask Task, long Since)> _tasks = new();
    private readonly LinkedList<Waiter> _waiters = new();
    private readonly Dictionary<string, (long LastAccess, double Rate)> _pollers = new(StringComparer.Ordinal);
    private readonly TaskRate _added = new(clock);
    private readonly TaskRate _dispatched = new(clock);
    private RateLimiter? _limiter;
    private bool _wakeArranged;

    /// <summary>When a worker last asked, in UTC ticks; 0 when none ever did.</summary>
    public long LastPoll { get; private set; }

    public bool IsIdle
    {
        get
        {
            lock (_lock)
                return _tasks.Count == 0 && _waiters.Count == 0;
        }
    }

    public int Backlog
    {
        get
        {
            lock (_lock)
                return _tasks.Count;
        }
    }

    /// <summary>Workers that asked within a time, with the rate they asked for.</summary>
    public List<(string Identity, long LastAccess, double Rate)> Pollers(TimeSpan within)
    {
        var since = clock.GetUtcNow().UtcTicks - within.Ticks;
        lock (_lock)
            return [.. _pollers.Where(p => p.Value.LastAccess >= since).Select(p => (p.Key, p.Value.LastAccess, p.Value.Rate))];
    }

    public QueueStats Stats()
    {
        lock (_lock)
        {
            var waiting = _tasks.Where(t => t.Task is not QueuedTask.QueryTask).ToList();
            var age = waiting.Count == 0 ? TimeSpan.Zero : clock.GetElapsedTime(waiting.Min(t => t.Since));
            return new QueueStats(waiting.Count, age, _added.PerSecond, _dispatched.PerSecond);
        }
    }

    public bool HasPolledWithin(TimeSpan time)
    {
        lock (_lock)
            return _waiters.Count > 0 || (LastPoll != 0 && clock.GetUtcNow().UtcTicks - LastPoll <= time.Ticks);
    }

    public void Add(QueuedTask task)
    {
        lock (_lock)
        {
            if (task is not QueuedTask.QueryTask)
                _added.Add();
            _tasks.AddLast((task, clock.GetTimestamp()));
            Match();
        }
    }

    /// <summary>Returns a task that its worker did not get; it goes first.</summary>
    public void PutBack(QueuedTask task)
    {
        lock (_lock)
        {
            _tasks.AddFirst((task, clock.GetTimestamp()));
            Match();
        }
    }

    /// <summary>The next task, or null when none came in time or the worker's polls were ended.</summary>
    public async Task<QueuedTask?> TakeAsync(Poller poller, TimeSpan wait, CancellationToken cancellationToken)
    {
        var waiter = new Waiter(poller.WorkerKey);
        LinkedListNode<Waiter> node;
        lock (_lock)
        {
            Note(poller);
            node = _waiters.AddLast(waiter);
            Match();
        }

        if (!waiter.Done.Task.IsCompleted)
        {
            using var timeout = new CancellationTokenSource(wait, clock);
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
            await using var registration = linked.Token.UnsafeRegister(static w => ((Waiter)w!).Done.TrySetResult(null), waiter).ConfigureAwait(false);
            await waiter.Done.Task.ConfigureAwait(false);
        }

        var task = await waiter.Done.Task.ConfigureAwait(false);
        lock (_lock)
        {
            if (node.List is not null)
                _waiters.Remove(node);
            LastPoll = clock.GetUtcNow().UtcTicks;
        }

        if (task is not null && cancellationToken.IsCancellationRequested)
        {
            PutBack(task);
            return null;
        }

        return task;
    }

    /// <summary>Answers a worker's open polls with nothing.</summary>
    public void EndPolls(string workerKey)
    {
        lock (_lock)
        {
            foreach (var waiter in _waiters.Where(w => string.Equals(w.WorkerKey, workerKey, StringComparison.Ordinal)))
                waiter.Done.TrySetResult(null);
        }
    }

    /// <summary>Forgets that workers were here, so that tasks take another way at once; returns what waited.</summary>
    public List<QueuedTask> Drain()
    {
        lock (_lock)
        {
            foreach (var waiter in _waiters)
                waiter.Done.TrySetResult(null);
            var left = _tasks.Select(t => t.Task).ToList();
            _tasks.Clear();
            _pollers.Clear();
            LastPoll = 0;
            return left;
        }
    }

    private void Note(Poller poller)
    {
        var now = clock.GetUtcNow().UtcTicks;
        LastPoll = now;
        _pollers[poller.Identity] = (now, poller.RatePerSecond ?? 100_000);
        if (_pollers.Count > 1000)
            _pollers.Remove(_pollers.MinBy(p => p.Value.LastAccess).Key);
        if (poller.RatePerSecond is { } rate && (_limiter is null || _limiter.Rate != rate))
            _limiter = new RateLimiter(rate, clock);
    }

    private void Match()
    {
        while (_tasks.First is { } task && _waiters.First is { } waiter)
        {
            var counts = task.Value.Task is not QueuedTask.QueryTask;
            if (counts && _limiter is { } limiter && !limiter.TryTake(out var retryAfter))
            {
                WakeLater(retryAfter);
                return;
            }

            _waiters.RemoveFirst();
            if (!waiter.Value.Done.TrySetResult(task.Value.Task))
                continue;
            _tasks.RemoveFirst();
            if (counts)
                _dispatched.Add();
        }
    }

    private void WakeLater(TimeSpan after)
    {
        if (_wakeArranged || after == Timeout.InfiniteTimeSpan)
            return;
        _wakeArranged = true;
        _ = Task.Delay(after, clock).ContinueWith(
            _ =>
            {
                lock (_lock)
                {
                    _wakeArranged = false;
                    Match();
                }
            },
            TaskScheduler.Default);
    }

    private sealed class Waiter(string workerKey)
    {
        public string WorkerKey { get; } = workerKey;

        public TaskCompletionSource<QueuedTask?> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
