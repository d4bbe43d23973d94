namespace Temporalio.DevServer.Matching;

/// <summary>A token bucket that holds one second's worth. Not thread-safe.</summary>
internal sealed class RateLimiter(double rate, TimeProvider clock)
{
    private double _tokens = Math.Max(rate, 1);
    private long _last = clock.GetTimestamp();

    public double Rate => rate;

    /// <summary>False when the rate is used up; then says when to ask again (infinite for a rate of zero).</summary>
    public bool TryTake(out TimeSpan retryAfter)
    {
        retryAfter = Timeout.InfiniteTimeSpan;
        if (rate <= 0)
            return false;
        var now = clock.GetTimestamp();
        _tokens = Math.Min(Math.Max(rate, 1), _tokens + clock.GetElapsedTime(_last, now).TotalSeconds * rate);
        _last = now;
        if (_tokens >= 1)
        {
            _tokens--;
            return true;
        }

        retryAfter = TimeSpan.FromSeconds(Math.Clamp((1 - _tokens) / rate, 0.001, 60));
        return false;
    }
}
