using ActivityCore.Rules.Functions;

namespace ActivityCore.Rules;

/// <summary>What the language offers, for documentation, schemas and editors.</summary>
public static class ExpressionFunctions
{
    /// <summary>Signature and one sentence of each function, by name.</summary>
    public static IReadOnlyList<(string Signature, string Summary)> All { get; } =
        [.. FunctionTable.All.Values.OrderBy(f => f.Name, StringComparer.Ordinal).Select(f => (f.Signature, f.Summary))];
}
