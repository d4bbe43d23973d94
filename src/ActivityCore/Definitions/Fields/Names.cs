using System.Text.RegularExpressions;

namespace ActivityCore.Definitions.Fields;

/// <summary>How things in a definition may be named.</summary>
internal static partial class Names
{
    /// <summary>Names of definitions and rules: they become part of file names, labels and web addresses.</summary>
    public const string DashedPattern = "^[a-z0-9]([a-z0-9._-]{0,98}[a-z0-9])?$";

    /// <summary>Names that expressions use.</summary>
    public const string VariablePattern = "^[a-z_][a-z0-9_]{0,62}$";

    public static string? FaultOfDashed(string name) => Dashed().IsMatch(name)
        ? null
        : $"is `{Shown.Of(name)}` and must be small letters, digits, dots, dashes and underscores, 100 at most, such as `weekly-sbom-staleness`.";

    public static string? FaultOfVariable(string name) => Variable().IsMatch(name)
        ? null
        : $"is `{Shown.Of(name)}` and must be small letters, digits and underscores, 63 at most, such as `open_tasks`.";

    [GeneratedRegex(@"^[a-z0-9]([a-z0-9._-]{0,98}[a-z0-9])?\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Dashed();

    [GeneratedRegex(@"^[a-z_][a-z0-9_]{0,62}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Variable();
}
