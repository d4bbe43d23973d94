namespace ActivityCore.Definitions;

/// <summary>Text of a file inside a message: one short line whatever it holds.</summary>
internal static class Shown
{
    private const int Max = 60;

    public static string Of(string text)
    {
        var shown = text.Length > Max ? string.Concat(text.AsSpan(0, Max), "…") : text;
        return string.Concat(shown.Select(c => char.IsControl(c) || char.IsSurrogate(c) || c == '`' ? '?' : c));
    }
}
