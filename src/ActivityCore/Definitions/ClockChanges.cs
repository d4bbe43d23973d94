using System.Collections.Concurrent;

namespace ActivityCore.Definitions;

/// <summary>The clock changes of time zones over ten fixed years, so that what is said of a file depends on the file alone and not on the day.</summary>
internal static class ClockChanges
{
    private static readonly DateTime From = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime To = From.AddYears(10);

    private static readonly ConcurrentDictionary<string, IReadOnlyList<ClockChange>> Known = new(StringComparer.Ordinal);

    /// <summary>The changes of a zone; none where its clocks are left alone.</summary>
    public static IReadOnlyList<ClockChange> Of(TimeZoneInfo zone) => Known.GetOrAdd(zone.Id, _ => [.. ClockChange.Between(zone, From, To)]);
}
