using System.Globalization;

namespace Temporalio.DevServer.Engine;

/// <summary>Durations as the official tools write them: "1h30m", "2.5s", "300ms".</summary>
internal static class GoDuration
{
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        var negative = text.StartsWith('-');
        var rest = text.AsSpan(negative || text.StartsWith('+') ? 1 : 0);
        if (rest.IsEmpty)
            return false;
        if (rest is "0")
            return true;
        double total = 0;
        while (!rest.IsEmpty)
        {
            var digits = 0;
            while (digits < rest.Length && (char.IsAsciiDigit(rest[digits]) || rest[digits] == '.'))
                digits++;
            if (!double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
                return false;
            rest = rest[digits..];
            var letters = 0;
            while (letters < rest.Length && !char.IsAsciiDigit(rest[letters]) && rest[letters] != '.')
                letters++;
            double? unit = rest[..letters] switch
            {
                "h" => TimeSpan.TicksPerHour,
                "m" => TimeSpan.TicksPerMinute,
                "s" => TimeSpan.TicksPerSecond,
                "ms" => TimeSpan.TicksPerMillisecond,
                "us" or "µs" or "μs" => TimeSpan.TicksPerMicrosecond,
                "ns" => 0.01,
                _ => null,
            };
            if (unit is not { } ticks)
                return false;
            total += value * ticks;
            rest = rest[letters..];
        }

        if (total > TimeSpan.MaxValue.Ticks / 2.0)
            return false;
        duration = TimeSpan.FromTicks((long)(negative ? -total : total));
        return true;
    }
}
