using System.Globalization;

namespace ActivityCore.Definitions;

/// <summary>Something to put right in a file: where it is, what it is and what to write instead.</summary>
/// <param name="File">Path relative to the folder that was read.</param>
/// <param name="Line">1-based; 0 where the file as a whole is meant.</param>
/// <param name="Column">1-based; 0 where the file as a whole is meant.</param>
/// <param name="Severity">Whether the file can be used as it is.</param>
/// <param name="Message">The thing and the cure.</param>
public sealed record FileProblem(string File, int Line, int Column, ProblemSeverity Severity, string Message)
{
    /// <summary><c>file:line:column: error: message</c>, as editors and CI logs know it.</summary>
    public override string ToString()
    {
        var place = Line == 0 ? File : string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}:{Column}");
        return $"{place}: {(Severity == ProblemSeverity.Error ? "error" : "warning")}: {Message}";
    }
}
