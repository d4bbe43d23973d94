namespace Temporalio.Worker.Polling;

/// <summary>Lets so many through per second, evenly. Thread-safe.</summary>
internal sealed class RateLimiter(double perSecond, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly long _ticksBetween = (long)(time.TimestampFrequency / perSecond);
    private long _next = time.GetTimestamp();

    public Task WaitAsync(CancellationToken cancellationToken)
    {
        TimeSpan wait;
        lock (_lock)
        {
            var now = time.GetTimestamp();
            var mine = Math.Max(now, _next);
            _next = mine + _ticksBetween;
            wait = time.GetElapsedTime(now, mine);
        }
        return wait > TimeSpan.Zero ? Task.Delay(wait, time, cancellationToken) : Task.CompletedTask;
    }
}
