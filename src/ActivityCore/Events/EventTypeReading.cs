using ActivityCore.Definitions;

namespace ActivityCore.Events;

/// <summary>What the files of a folder came to.</summary>
/// <param name="Registry">The types of the files without errors.</param>
/// <param name="Problems">Errors and warnings in the order of files and lines.</param>
public sealed record EventTypeReading(EventTypeRegistry Registry, IReadOnlyList<FileProblem> Problems)
{
    /// <summary>Whether a file could not be used.</summary>
    public bool HasErrors => Problems.Any(p => p.Severity == ProblemSeverity.Error);
}
