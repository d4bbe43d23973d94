using System.Text;
using ActivityCore.Cli.CommandLine;
using ActivityCore.Definitions;
using ActivityCore.Definitions.Yaml;
using ActivityCore.Rules.Cases;

namespace ActivityCore.Cli.Runs;

/// <summary>A file of golden cases that a case is added to. What stands in it stays to the byte.</summary>
internal static class CaseFile
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Adds the case at the end; a file that is new or empty gets the head first. The result was read again before it is written.</summary>
    /// <exception cref="CliException">The file is no file of cases, is broken, or would be afterwards.</exception>
    public static async Task AppendAsync(string path, CapturedCase captured, CancellationToken cancel)
    {
        if (!path.EndsWith(CaseLoader.Suffix, StringComparison.Ordinal))
        {
            throw new CliException(ExitCode.Usage, $"{path} would never be run: a file of cases stands beside its definition.yaml as definition{CaseLoader.Suffix}.");
        }

        var before = File.Exists(path) ? await File.ReadAllBytesAsync(path, cancel) : [];
        var addition = Utf8.GetBytes(Addition(path, before, captured));
        var reading = CaseLoader.Load(path, (byte[])[.. before, .. addition]);
        if (reading.Problems.FirstOrDefault(problem => problem.Severity == ProblemSeverity.Error) is { } problem)
        {
            throw new CliException(ExitCode.Usage, $"With the case the file would be broken, so nothing was written: {problem.Message}", "--name gives the case another name.");
        }

        await using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read);
        await file.WriteAsync(addition, cancel);
    }

    private static string Addition(string path, byte[] before, CapturedCase captured)
    {
        // Comments alone are no file of cases yet, and stay.
        var text = Encoding.UTF8.GetString(before);
        var separator = text.Length > 0 && !text.EndsWith('\n') ? "\n" : "";
        if (text.Split('\n').All(line => line.Trim(' ', '\r', '\uFEFF') is "" or ['#', ..]))
        {
            return separator + CaseWriter.Head + captured.Text();
        }

        if (CaseLoader.Load(path, before).Problems.FirstOrDefault(problem => problem.Severity == ProblemSeverity.Error) is { } broken)
        {
            throw new CliException(ExitCode.Usage, broken.ToString(), "Mend it first: `activity-core test` shows every problem.");
        }

        var cases = (YamlSequence)((YamlMapping)YamlReader.Read(before, new ProblemList(path))!)["cases"]!;
        if (text.Split('\n')[cases.Line - 1].TrimStart('\uFEFF').ElementAtOrDefault(cases.Column - 1) is not '-')
        {
            throw new CliException(ExitCode.Usage, $"{path} has its cases in brackets, and nothing can be added behind them.", "Write `cases` as a list with dashes.");
        }

        return $"{separator}\n{captured.Text(cases.Column - 1)}";
    }
}
