using Temporalio.DevServer.Timing;

namespace Temporalio.DevServer.TimeSkipping;

/// <summary>
/// Puts the clock forward to the next thing that is due whenever nobody holds it back: no lock is taken, nothing is under way
/// in the background, and no run has work with a worker. What is busy and what is due is kept by its key and replaced whole, so
/// that nothing is ever left behind by something that has ended. Thread-safe.
/// </summary>
internal sealed class TimeSkipper(SkippingClock clock)
{
    private sealed record Item(bool Busy, long Due);

    private readonly Lock _lock = new();
    private readonly Dictionary<object, Item> _items = [];
    private TimerQueue? _timers;
    private Func<bool>? _isIdle;
    private int _locks = 1;
    private int _busy;

    public TimeProvider Clock => clock;

    /// <summary>How many things are busy or due; for tests.</summary>
    internal int Waiting
    {
        get
        {
            lock (_lock)
                return _items.Count;
        }
    }

    /// <summary>Joins the parts that are made after the clock that they need.</summary>
    public void Attach(TimerQueue timers, Func<bool> isIdle)
    {
        _timers = timers;
        _isIdle = isIdle;
    }

    /// <summary>Notes how something stands. The clock moves at the next <see cref="TryAdvance"/>, not now.</summary>
    public void Set(object key, bool busy, long due)
    {
        lock (_lock)
        {
            Forget(key);
            if (!busy && due == long.MaxValue)
                return;
            _items.Add(key, new Item(busy, due));
            if (busy)
                _busy++;
        }
    }

    public void Remove(object key)
    {
        lock (_lock)
            Forget(key);
    }

    /// <summary>From now on time passes by itself alone. Each lock needs its own unlock.</summary>
    public void Lock()
    {
        lock (_lock)
            _locks++;
    }

    /// <summary>False when there was no lock left to take back.</summary>
    public bool TryUnlock()
    {
        lock (_lock)
        {
            if (_locks == 0)
                return false;
            _locks--;
        }

        TryAdvance();
        return true;
    }

    /// <summary>Ends when the clock has come to a time; with <paramref name="unlocked"/> the clock may skip until then.</summary>
    public async Task SleepUntilAsync(long due, bool unlocked, CancellationToken cancellationToken)
    {
        var key = new object();
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void End()
        {
            lock (_lock)
            {
                if (!_items.ContainsKey(key))
                    return;
                Forget(key);
                // Taken back here and not by the sleeper, so that the clock goes no further.
                if (unlocked)
                    _locks++;
            }

            done.TrySetResult();
        }

        lock (_lock)
        {
            if (unlocked && _locks == 0)
                throw Grpc.Refusals.FailedPrecondition("Time skipping is not locked, so it cannot be unlocked.");
            if (unlocked)
                _locks--;
            _items.Add(key, new Item(false, due));
        }

        _timers!.Add(due, End);
        TryAdvance();
        await using var registration = cancellationToken.Register(End).ConfigureAwait(false);
        await done.Task.ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Puts the clock forward if nothing holds it.</summary>
    public void TryAdvance()
    {
        lock (_lock)
        {
            if (_locks > 0 || _busy > 0 || _items.Count == 0 || _timers is null || _isIdle?.Invoke() != true)
                return;
            var due = _items.Values.Min(i => i.Due);
            if (due == long.MaxValue)
                return;
            clock.AdvanceTo(due);
            // Begins, in the background, what is due now; until that has ended nothing more is skipped.
            _timers.FireDue();
        }
    }

    private void Forget(object key)
    {
        if (_items.Remove(key, out var item) && item.Busy)
            _busy--;
    }
}
