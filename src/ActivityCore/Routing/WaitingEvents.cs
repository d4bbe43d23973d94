using System.Collections.Concurrent;

namespace ActivityCore.Routing;

/// <summary>Events that could not be routed here, each with the time until which it is left alone. Safe to share.</summary>
internal sealed class WaitingEvents(TimeProvider time)
{
    private readonly ConcurrentDictionary<long, (int Failures, DateTimeOffset Until)> _waiting = new();

    /// <summary>The event could not be routed once more: how often by now, and how long it waits.</summary>
    public (int Failures, TimeSpan Delay) Add(long sequence)
    {
        var failures = _waiting.GetValueOrDefault(sequence).Failures + 1;
        var delay = Backoff.After(failures);
        _waiting[sequence] = (failures, time.GetUtcNow() + delay);
        return (failures, delay);
    }

    /// <summary>The event is routed.</summary>
    public void Remove(long sequence) => _waiting.TryRemove(sequence, out _);

    /// <summary>Whether the event has failed here and was not routed here since.</summary>
    public bool Contains(long sequence) => _waiting.ContainsKey(sequence);

    /// <summary>Whether the event may be tried now.</summary>
    public bool MayBeTried(long sequence) => !_waiting.TryGetValue(sequence, out var waiting) || waiting.Until <= time.GetUtcNow();

    /// <summary>
    /// Drops what another intake or process has routed meanwhile: what was due when a sweep began, and was not among what it found. Else it would be waited for again and again.
    /// </summary>
    /// <param name="found">Those of the sweep that wait.</param>
    /// <param name="upTo">The last event that the sweep has looked at.</param>
    /// <param name="begun">When the sweep began.</param>
    public void Keep(IReadOnlySet<long> found, long upTo, DateTimeOffset begun)
    {
        foreach (var entry in _waiting)
        {
            if (entry.Key <= upTo && entry.Value.Until <= begun && !found.Contains(entry.Key))
            {
                // Only as it was looked at: one that has failed again meanwhile stays.
                _waiting.TryRemove(entry);
            }
        }
    }

    /// <summary>Until the first of them may be tried, negative where it is over; null where none waits.</summary>
    public TimeSpan? UntilNext() => _waiting.Values.Select(waiting => (TimeSpan?)(waiting.Until - time.GetUtcNow())).Min();
}
