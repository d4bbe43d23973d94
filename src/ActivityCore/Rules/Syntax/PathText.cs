using System.Globalization;

namespace ActivityCore.Rules.Syntax;

/// <summary>How steps of a path are written.</summary>
internal static class PathText
{
    public static string Of(Step step)
    {
        if (step.Index is { } index)
            return $"[{index.ToString(CultureInfo.InvariantCulture)}]";

        return IsName(step.Name) ? $".{step.Name}" : $"[{Quote(step.Name)}]";
    }

    /// <summary>A string as a literal of the language.</summary>
    public static string Quote(string text)
        => $"'{text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("'", @"\'", StringComparison.Ordinal)
            .Replace("\n", @"\n", StringComparison.Ordinal).Replace("\r", @"\r", StringComparison.Ordinal).Replace("\t", @"\t", StringComparison.Ordinal)}'";

    private static bool IsName(string name)
        => name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
