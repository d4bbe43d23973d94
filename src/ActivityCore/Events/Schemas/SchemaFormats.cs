using System.Globalization;
using System.Net;
using System.Net.Mail;
using System.Net.Sockets;

namespace ActivityCore.Events.Schemas;

/// <summary>The formats that are checked; any other is refused when a schema is loaded.</summary>
internal static class SchemaFormats
{
    private static readonly Dictionary<string, Func<string, bool>> Checks = new(StringComparer.Ordinal)
    {
        ["date"] = text => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        ["date-time"] = IsDateTime,
        ["email"] = text => MailAddress.TryCreate(text, out var address) && string.Equals(address.Address, text, StringComparison.Ordinal),
        ["ipv4"] = text => IPAddress.TryParse(text, out var ip) && ip.AddressFamily == AddressFamily.InterNetwork && text.Count(c => c == '.') == 3,
        ["ipv6"] = text => IPAddress.TryParse(text, out var ip) && ip.AddressFamily == AddressFamily.InterNetworkV6 && !text.Contains('%', StringComparison.Ordinal) && !text.StartsWith('['),
        ["uri"] = text => Uri.TryCreate(text, UriKind.Absolute, out _) && text.Contains(':', StringComparison.Ordinal) && !text.Any(char.IsWhiteSpace),
        ["uuid"] = text => Guid.TryParseExact(text, "D", out _),
    };

    public static IEnumerable<string> Names => Checks.Keys;

    public static bool IsKnown(string format) => Checks.ContainsKey(format);

    public static bool Fits(string format, string text) => Checks[format](text);

    // RFC 3339 asks for an offset.
    private static bool IsDateTime(string text) =>
        text.Length > 19 && text[10] is 'T' or 't'
        && (text[^1] is 'Z' or 'z' || text.AsSpan(19).IndexOfAny('+', '-') >= 0)
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out _);
}
