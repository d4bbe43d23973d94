using ActivityCore.Definitions;

namespace ActivityCore.Rules.Cases;

/// <summary>What a file of golden cases came to.</summary>
/// <param name="Cases">Empty where there is an error.</param>
/// <param name="Problems">In the order of the file.</param>
public sealed record CaseReading(IReadOnlyList<GoldenCase> Cases, IReadOnlyList<FileProblem> Problems);
