using System.CommandLine;
using ActivityCore.Cli.CommandLine;
using ActivityCore.Cli.Output;
using ActivityCore.Definitions;
using ActivityCore.Rules;
using ActivityCore.Rules.Cases;

namespace ActivityCore.Cli.Definitions;

/// <summary><c>activity-core test</c>: runs the golden cases that stand beside the definitions, with no server at all.</summary>
internal static class TestCommand
{
    public static Command Create(CommandBuilder build)
    {
        var path = new Argument<string?>("path") { Description = "A folder or a definition's file; by default the definitions' folder", Arity = ArgumentArity.ZeroOrOne };
        var all = new Option<bool>("--verbose", "-v") { Description = "Explain the cases that pass, too" };
        return build.Action("test", "Run the golden cases beside the definitions", [path, all], async (call, cancel) =>
        {
            var (catalog, folder) = await DefinitionFiles.ReadAsync(call.Arguments.GetValue(path), call.Settings, cancel);
            List<CaseView> cases = [];
            List<FileProblem> problems = [.. catalog.Problems.Where(p => p.Severity == ProblemSeverity.Error)];
            foreach (var definition in catalog.Definitions)
            {
                await RunAsync(definition, folder, cases, problems, cancel);
            }

            if (Directory.Exists(call.Arguments.GetValue(path) ?? call.Settings.DefinitionsDirectory))
            {
                problems.AddRange(Orphans(catalog, folder));
            }

            switch (call.Printer.Format)
            {
                case OutputFormat.Json:
                    call.Printer.Rows(cases, "");
                    break;
                case OutputFormat.Github:
                    Annotate(new GithubAnnotations(call.Context), folder, problems, cases);
                    break;
                default:
                    Print(call, cases, call.Get(all));
                    break;
            }

            foreach (var problem in problems)
            {
                call.Printer.Message(problem.ToString());
            }

            var failed = cases.Count(c => !c.Passed);
            call.Printer.Message($"{cases.Count - failed} cases passed, {failed} failed{(problems.Count > 0 ? $", {problems.Count} errors in files" : "")}.");
            return problems.Count > 0 ? ExitCode.Usage : failed > 0 ? ExitCode.Error : ExitCode.Ok;
        }, hasFindings: true);
    }

    private static async Task RunAsync(ActivityDefinition definition, string folder, List<CaseView> cases, List<FileProblem> problems, CancellationToken cancel)
    {
        var file = CaseLoader.FileFor(definition.File);
        var full = Path.Combine(folder, file);
        if (!File.Exists(full))
        {
            return;
        }

        var reading = CaseLoader.Load(file, await File.ReadAllBytesAsync(full, cancel));
        problems.AddRange(reading.Problems.Where(p => p.Severity == ProblemSeverity.Error));
        cases.AddRange(reading.Cases.Select(golden => CaseView.Of(definition, file, CaseRunner.Run(definition, golden))));
    }

    // A definition that is renamed leaves its cases behind, and nobody would miss them.
    private static IEnumerable<FileProblem> Orphans(DefinitionCatalog catalog, string folder)
    {
        var known = catalog.Entries.Select(entry => CaseLoader.FileFor(entry.File)).ToHashSet(StringComparer.Ordinal);
        return Directory.EnumerateFiles(folder, "*.tests.*", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 8 })
            .Where(file => Path.GetExtension(file) is ".yaml" or ".yml")
            .Select(file => Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/'))
            .Where(file => !known.Contains(file) && !file.Split('/').Any(part => part.StartsWith('.')))
            .Order(StringComparer.Ordinal)
            .Select(file => new FileProblem(file, 0, 0, ProblemSeverity.Error, "These cases are run by nobody, since no definition stands beside them: name the file NAME.tests.yaml after the definition's NAME.yaml, or delete it."));
    }

    private static void Print(Invocation call, IReadOnlyList<CaseView> cases, bool all)
    {
        var write = new DetailWriter(call.Context);
        foreach (var one in cases)
        {
            write.Marked(one.Passed ? "pass" : "fail", $"{one.Definition}: {one.Name}", indent: 0);
            foreach (var difference in one.Differences)
            {
                write.Text(difference, indent: 7);
            }

            if (!one.Passed || all)
            {
                foreach (var line in one.Explanation)
                {
                    write.Text(line, indent: 9);
                }
            }
        }
    }

    private static void Annotate(GithubAnnotations annotations, string folder, IEnumerable<FileProblem> problems, IEnumerable<CaseView> cases)
    {
        foreach (var problem in problems)
        {
            annotations.Write(problem, folder);
        }

        foreach (var one in cases.Where(one => !one.Passed))
        {
            annotations.Write(new FileProblem(one.File, one.Line, 1, ProblemSeverity.Error, string.Join('\n', [$"The case \"{one.Name}\" of {one.Definition} fails.", .. one.Differences])), folder);
        }
    }

    /// <summary>A golden case and what it came to; the member names are a contract (docs/cli.md).</summary>
    private sealed record CaseView(string Definition, string File, int Line, string Name, bool Passed, IReadOnlyList<string> Differences, IReadOnlyList<string> Explanation)
    {
        public static CaseView Of(ActivityDefinition definition, string file, CaseResult result) => new(
            definition.Name, file, result.Case.Line, result.Case.Name, result.Passed, result.Differences, Explainer.Lines(result.Decision));
    }
}
