using System.Globalization;
using System.Text.RegularExpressions;

namespace ActivityCore.Definitions;

/// <summary>A length of time as authors write it: a whole number and one of s, m, h, d.</summary>
internal static partial class Duration
{
    public const string Pattern = "^[1-9][0-9]{0,5}[smhd]$";

    private static readonly TimeSpan Max = TimeSpan.FromDays(3_650);

    public static string? Fault(string text)
    {
        if (!TryParse(text, out var duration))
            return $"is `{Shown.Of(text)}` and must be a whole number with s, m, h or d, such as 90m, 12h or 30d.";

        return duration > Max ? $"is `{Shown.Of(text)}` and may be 3650d at most." : null;
    }

    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        if (!Shape().IsMatch(text))
            return false;

        var number = int.Parse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture);
        duration = text[^1] switch
        {
            's' => TimeSpan.FromSeconds(number),
            'm' => TimeSpan.FromMinutes(number),
            'h' => TimeSpan.FromHours(number),
            _ => TimeSpan.FromDays(number),
        };
        return true;
    }

    [GeneratedRegex(@"^[1-9][0-9]{0,5}[smhd]\z", RegexOptions.NonBacktracking)]
    private static partial Regex Shape();
}
