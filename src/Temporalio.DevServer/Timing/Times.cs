using Google.Protobuf.WellKnownTypes;

namespace Temporalio.DevServer.Timing;

/// <summary>Times as UTC ticks and durations as ticks, to and from the wire. Hostile values are clamped, never thrown at.</summary>
internal static class Times
{
    /// <summary>Longest duration that is kept: far beyond any run, and safe to add to any time.</summary>
    public const long MaxDuration = 200L * 365 * TimeSpan.TicksPerDay;

    private const long UnixEpochTicks = 621355968000000000;

    public static Timestamp ToTimestamp(long ticks)
    {
        var unix = ticks - UnixEpochTicks;
        var seconds = Math.DivRem(unix, TimeSpan.TicksPerSecond, out var rest);
        if (rest < 0)
        {
            rest += TimeSpan.TicksPerSecond;
            seconds--;
        }

        return new Timestamp { Seconds = seconds, Nanos = (int)rest * 100 };
    }

    /// <summary>Null for 0, which stands for "never".</summary>
    public static Timestamp? ToTimestampOrNull(long ticks) => ticks == 0 ? null : ToTimestamp(ticks);

    public static long FromTimestamp(Timestamp? time) => time is null
        ? 0
        : UnixEpochTicks
            + Math.Clamp(time.Seconds, -62135596800, 253402300799) * TimeSpan.TicksPerSecond
            + Math.Clamp(time.Nanos, 0, 999_999_999) / 100;

    public static Duration ToDuration(long ticks) =>
        new() { Seconds = ticks / TimeSpan.TicksPerSecond, Nanos = (int)(ticks % TimeSpan.TicksPerSecond) * 100 };

    /// <summary>0 for a missing duration; rounded up to a tick, so that a tiny positive one stays positive.</summary>
    public static long FromDuration(Duration? duration)
    {
        if (duration is null)
            return 0;
        const long MaxSeconds = MaxDuration / TimeSpan.TicksPerSecond;
        var seconds = Math.Clamp(duration.Seconds, -MaxSeconds, MaxSeconds);
        var nanos = Math.Clamp(duration.Nanos, -999_999_999, 999_999_999);
        return seconds * TimeSpan.TicksPerSecond + (nanos > 0 ? (nanos + 99) / 100 : nanos / 100);
    }

    public static long NowTicks(this TimeProvider time) => time.GetUtcNow().UtcTicks;
}
