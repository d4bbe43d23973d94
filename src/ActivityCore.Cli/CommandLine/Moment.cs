using System.Globalization;

namespace ActivityCore.Cli.CommandLine;

/// <summary>Times and spans as people type and read them.</summary>
internal static class Moment
{
    /// <summary>An ISO 8601 time (UTC unless it says otherwise), or an age from now.</summary>
    public static bool TryParse(string text, TimeProvider time, out DateTimeOffset moment)
    {
        if (TryParseSpan(text, out var age))
        {
            moment = time.GetUtcNow() - age;
            return true;
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out moment);
    }

    /// <summary><c>30s</c>, <c>90m</c>, <c>24h</c>, <c>7d</c>.</summary>
    public static bool TryParseSpan(string text, out TimeSpan span)
    {
        span = default;
        if (text.Length < 2 || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > 36_500)
        {
            return false;
        }

        TimeSpan? unit = text[^1] switch
        {
            's' => TimeSpan.FromSeconds(1),
            'm' => TimeSpan.FromMinutes(1),
            'h' => TimeSpan.FromHours(1),
            'd' => TimeSpan.FromDays(1),
            _ => null,
        };
        span = unit is { } one ? one * number : default;
        return unit is not null;
    }

    /// <summary>UTC to the second.</summary>
    public static string Show(DateTimeOffset? moment) => moment is { } at ? at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) : "";
}
