using System.Globalization;
using System.Text;

namespace ActivityCore.Cli.Output;

/// <summary>Text from outside on a terminal: event content is hostile, and a control sequence in it could rewrite the screen.</summary>
internal static class Printable
{
    /// <summary>The text with control and formatting characters (escape sequences, line breaks, direction overrides) written as <c>\u001b</c>.</summary>
    public static string Line(string? text)
    {
        if (string.IsNullOrEmpty(text) || !text.Any(IsHidden))
        {
            return text ?? "";
        }

        var line = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            if (IsHidden(c))
            {
                line.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            }
            else
            {
                line.Append(c);
            }
        }

        return line.ToString();
    }

    // Surrogates are left alone: a pair is one visible character, and a lone one prints as a replacement mark.
    private static bool IsHidden(char c) => char.GetUnicodeCategory(c) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
