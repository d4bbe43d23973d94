using System.Globalization;

namespace Temporalio.DevServer.Grpc;

/// <summary>The grpc-timeout header: at most eight digits and a unit.</summary>
internal static class GrpcTimeout
{
    public static bool TryParse(string? text, out TimeSpan timeout)
    {
        timeout = default;
        if (text is null || text.Length is < 2 or > 9
            || !long.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var value))
        {
            return false;
        }

        switch (text[^1])
        {
            case 'H': timeout = TimeSpan.FromHours(value); return true;
            case 'M': timeout = TimeSpan.FromMinutes(value); return true;
            case 'S': timeout = TimeSpan.FromSeconds(value); return true;
            case 'm': timeout = TimeSpan.FromMilliseconds(value); return true;
            case 'u': timeout = TimeSpan.FromTicks(value * TimeSpan.TicksPerMicrosecond); return true;
            case 'n': timeout = TimeSpan.FromTicks(value / TimeSpan.NanosecondsPerTick); return true;
            default: return false;
        }
    }
}
