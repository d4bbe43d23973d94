using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Temporalio.Api.Schedule.V1;
using Temporalio.DevServer.Timing;

namespace Temporalio.DevServer.Schedules;

/// <summary>
/// A spec ready to tell its times: the union of its calendars and intervals, less what is excluded, within its start and end.
/// Times are UTC ticks; nominal ones are whole seconds. Immutable.
/// </summary>
internal sealed class CompiledSpec
{
    /// <summary>A spec that excludes nearly all that it includes is given up after so many steps.</summary>
    private const int MaxExcluded = 100_000;

    private static readonly long LastSecond =
        (new DateTime(CalendarField.LastYear + 1, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond - 1;

    private readonly List<CompiledCalendar> _calendars;
    private readonly List<CompiledCalendar> _excludes;
    private readonly List<(long Interval, long Phase)> _intervals;
    private readonly long _start;
    private readonly long _end;
    private readonly long _jitter;
    private readonly string _seed;

    /// <summary>Takes a canonical spec; the seed makes the jitter of two schedules differ.</summary>
    public CompiledSpec(ScheduleSpec spec, string seed)
    {
        var zone = Zone.Find(spec.TimezoneName);
        _calendars = [.. spec.StructuredCalendar.Select(c => new CompiledCalendar(c, zone))];
        _excludes = [.. spec.ExcludeStructuredCalendar.Select(c => new CompiledCalendar(c, zone))];
        _intervals = [.. spec.Interval.Select(i => (Math.Max(Seconds(i.Interval), 1), Seconds(i.Phase)))];
        _start = spec.StartTime is null ? long.MinValue : Times.FromTimestamp(spec.StartTime);
        _end = spec.EndTime is null ? long.MaxValue : Times.FromTimestamp(spec.EndTime);
        _jitter = Math.Max(0, Times.FromDuration(spec.Jitter));
        _seed = seed;
    }

    /// <summary>How late an action may be by the schedule's own wish.</summary>
    public long Jitter => _jitter;

    /// <summary>The first time after a given one; null when there is none.</summary>
    public ScheduledTime? Next(long after)
    {
        if (after < _start)
            after = _start - TimeSpan.TicksPerSecond;
        var second = UnixSecond(after);
        for (var tries = 0; tries < MaxExcluded; tries++)
        {
            if (NextRaw(second) is not { } nominal || ToTicks(nominal) > _end)
                return null;
            if (ExcludedUntil(nominal) is not { } until)
                return new ScheduledTime(ToTicks(nominal), ToTicks(nominal) + JitterOf(nominal));
            second = until;
        }

        return null;
    }

    private static long Seconds(Google.Protobuf.WellKnownTypes.Duration? duration) => Times.FromDuration(duration) / TimeSpan.TicksPerSecond;

    private static long UnixSecond(long ticks)
    {
        var since = Math.Max(ticks, DateTime.MinValue.Ticks) - DateTime.UnixEpoch.Ticks;
        return since >= 0 ? since / TimeSpan.TicksPerSecond : -((TimeSpan.TicksPerSecond - 1 - since) / TimeSpan.TicksPerSecond);
    }

    private static long ToTicks(long second) => DateTime.UnixEpoch.Ticks + second * TimeSpan.TicksPerSecond;

    private long? NextRaw(long after)
    {
        if (after >= LastSecond)
            return null;
        long? first = null;
        foreach (var calendar in _calendars)
        {
            if (calendar.Next(after) is { } next && (first is null || next < first))
                first = next;
        }

        foreach (var (interval, phase) in _intervals)
        {
            var next = ((after - phase) / interval + 1) * interval + phase;
            if (first is null || next < first)
                first = next;
        }

        return first > LastSecond ? null : first;
    }

    private long? ExcludedUntil(long nominal)
    {
        foreach (var exclude in _excludes)
        {
            if (exclude.Matches(nominal))
                return exclude.MatchesUntil(nominal);
        }

        return null;
    }

    /// <summary>The same for the same schedule and time, whenever asked; never beyond the time that follows.</summary>
    private long JitterOf(long nominal)
    {
        if (_jitter <= 0)
            return 0;
        var most = NextRaw(nominal) is { } following ? Math.Min(_jitter, (following - nominal) * TimeSpan.TicksPerSecond) : _jitter;
        var input = new byte[8 + Encoding.UTF8.GetByteCount(_seed)];
        BinaryPrimitives.WriteInt64BigEndian(input, nominal);
        Encoding.UTF8.GetBytes(_seed, input.AsSpan(8));
        var share = BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(input));
        return (long)(share / (double)(1L << 32) * (most / TimeSpan.TicksPerMillisecond)) * TimeSpan.TicksPerMillisecond;
    }
}
