namespace Temporalio.DevServer.Schedules;

/// <summary>A time zone as stretches of constant offset. Times are seconds since the Unix epoch. Immutable.</summary>
internal sealed class Zone
{
    public const long Day = 86_400;

    private static readonly Zone Utc = new(TimeZoneInfo.Utc);

    private readonly TimeZoneInfo _zone;
    private readonly bool _constant;

    private Zone(TimeZoneInfo zone)
    {
        _zone = zone;
        _constant = zone.GetAdjustmentRules().Length == 0;
    }

    /// <summary>The zone of an IANA name; UTC for an empty one.</summary>
    /// <exception cref="SpecException">There is no such zone.</exception>
    public static Zone Find(string name)
    {
        if (name is "" or "UTC")
            return Utc;
        // The names of another system would be understood too, but no other service would understand them.
        return TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) && zone.HasIanaId
            ? new Zone(zone)
            : throw new SpecException($"unknown time zone {name}");
    }

    /// <summary>Seconds by which the local clock is ahead of UTC.</summary>
    public long OffsetAt(long second) => _constant
        ? (long)_zone.BaseUtcOffset.TotalSeconds
        : (long)_zone.GetUtcOffset(DateTime.UnixEpoch.AddSeconds(second)).TotalSeconds;

    /// <summary>The first second after a given one that has another offset; a day later when there is none before.</summary>
    public long StretchEnd(long second, long offset)
    {
        var end = second + Day;
        if (_constant || OffsetAt(end) == offset)
            return end;
        var same = second;
        while (end - same > 1)
        {
            var middle = same + (end - same) / 2;
            if (OffsetAt(middle) == offset)
                same = middle;
            else
                end = middle;
        }

        return end;
    }
}
