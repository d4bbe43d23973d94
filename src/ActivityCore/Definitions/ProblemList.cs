using ActivityCore.Definitions.Yaml;

namespace ActivityCore.Definitions;

/// <summary>Collects the problems of one file, so that its author hears of all of them at once.</summary>
internal sealed class ProblemList(string file)
{
    private readonly List<FileProblem> _problems = [];

    public string File { get; } = file;

    public int Count => _problems.Count;

    public bool HasErrors => _problems.Exists(p => p.Severity == ProblemSeverity.Error);

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<FileProblem> InOrder => [.. _problems.OrderBy(p => p.Line).ThenBy(p => p.Column)];

    public void Error(YamlNode at, string message) => Error(at.Line, at.Column, message);

    public void Error(int line, int column, string message) => _problems.Add(new(File, line, column, ProblemSeverity.Error, message));

    public void Warning(int line, int column, string message) => _problems.Add(new(File, line, column, ProblemSeverity.Warning, message));
}
