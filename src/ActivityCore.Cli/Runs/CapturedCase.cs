using ActivityCore.Rules.Cases;

namespace ActivityCore.Cli.Runs;

/// <summary>A run as a golden case.</summary>
/// <param name="Case">It holds for the version that the run is pinned to.</param>
/// <param name="Notes">Where it comes from, and in what it differs from the run: lines for above the case.</param>
internal sealed record CapturedCase(GoldenCase Case, IReadOnlyList<string> Notes)
{
    /// <summary>The entry of <c>cases</c>.</summary>
    public string Text(int indent = CaseWriter.Indent) => CaseWriter.Write(Case, Notes, indent);
}
