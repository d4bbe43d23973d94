using ActivityCore.Definitions;

namespace ActivityCore.Cli.Definitions;

/// <summary>Something to put right in a file; line and column are 1-based, 0 where the file as a whole is meant.</summary>
internal sealed record ProblemView(string File, int Line, int Column, ProblemSeverity Severity, string Message)
{
    public static ProblemView Of(FileProblem problem) => new(problem.File, problem.Line, problem.Column, problem.Severity, problem.Message);
}
