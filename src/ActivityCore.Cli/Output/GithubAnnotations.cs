using System.Globalization;
using System.Text;
using ActivityCore.Cli.CommandLine;
using ActivityCore.Definitions;

namespace ActivityCore.Cli.Output;

/// <summary>
/// Findings as workflow commands of GitHub Actions (docs.github.com, "Workflow commands"): <c>::error file=F,line=L,col=C::message</c>. Files are named from the
/// root of the checkout, where GITHUB_WORKSPACE names one, and otherwise from the current folder.
/// </summary>
internal sealed class GithubAnnotations(CliContext context)
{
    private readonly string _root = context.Environment.GetValueOrDefault("GITHUB_WORKSPACE") is { Length: > 0 } workspace ? Path.GetFullPath(workspace) : Environment.CurrentDirectory;

    /// <summary>One line; a line break of the message is kept as the runner reads it.</summary>
    /// <param name="problem">Its file is relative to the folder.</param>
    /// <param name="folder">The folder that was read.</param>
    /// <param name="strict">Warnings are errors.</param>
    public void Write(FileProblem problem, string folder, bool strict = false)
    {
        var level = strict || problem.Severity == ProblemSeverity.Error ? "error" : "warning";
        var command = new StringBuilder($"::{level} file={Property(Name(Path.Combine(folder, problem.File)))}");
        if (problem.Line > 0)
        {
            command.Append(CultureInfo.InvariantCulture, $",line={problem.Line},col={Math.Max(1, problem.Column)}");
        }

        context.Out.WriteLine($"{command}::{Data(string.Join('\n', problem.Message.Split('\n').Select(line => Printable.Line(line.TrimEnd('\r')))))}");
    }

    private string Name(string file)
    {
        var relative = Path.GetRelativePath(_root, file).Replace('\\', '/');
        return relative.StartsWith("../", StringComparison.Ordinal) ? file : relative;
    }

    private static string Data(string text) =>
        text.Replace("%", "%25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) =>
        Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
