using System.Text.RegularExpressions;

namespace ActivityCore.Rules.Syntax;

/// <summary>The patterns of <c>matches</c>: read once, when the expression is parsed, and matched without backtracking, in time linear in the text.</summary>
internal static class Pattern
{
    /// <summary>The error as a sentence, or null and the pattern.</summary>
    public static string? Check(string pattern, out Regex? regex)
    {
        regex = null;
        if (pattern.Length > ExpressionLimits.MaxPatternLength)
            return $"The pattern has {pattern.Length} characters; the limit is {ExpressionLimits.MaxPatternLength}.";

        try
        {
            // No time limit: it would make a decision depend on the machine's load. Linear matching of bounded text needs none.
            regex = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, Regex.InfiniteMatchTimeout);
            return null;
        }
        catch (RegexParseException exception)
        {
            return $"The pattern is not valid at character {exception.Offset + 1}: {exception.Error}.";
        }
        catch (NotSupportedException)
        {
            return "The pattern uses what cannot be matched in linear time (back references, look-around, atomic groups, or very large counts); write it without.";
        }
    }
}
