using ActivityCore.Definitions.Yaml;

namespace ActivityCore.Definitions;

/// <summary>Collects the problems of one file, so that its author hears of all of them at once.</summary>
internal sealed class ProblemList(string file)
{
    // Nobody reads more, and a file of nothing but faults must not cost more than a sound one.
    private const int Max = 100;

    private readonly List<FileProblem> _problems = [];

    public string File { get; } = file;

    public int Count => _problems.Count;

    /// <summary>Whether further problems are left out.</summary>
    public bool IsFull => _problems.Count > Max;

    public bool HasErrors => _problems.Exists(p => p.Severity == ProblemSeverity.Error);

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<FileProblem> InOrder => [.. _problems.OrderBy(p => p.Line).ThenBy(p => p.Column)];

    public void Error(YamlNode at, string message) => Error(at.Line, at.Column, message);

    public void Error(int line, int column, string message) => Add(new(File, line, column, ProblemSeverity.Error, message));

    public void Warning(int line, int column, string message) => Add(new(File, line, column, ProblemSeverity.Warning, message));

    private void Add(FileProblem problem)
    {
        if (!IsFull)
            _problems.Add(_problems.Count < Max ? problem : problem with { Severity = ProblemSeverity.Error, Message = $"More than {Max} problems: the rest is left out." });
    }
}
