using System.CommandLine;
using ActivityCore.Cli.CommandLine;
using ActivityCore.Cli.Output;
using ActivityCore.Definitions;

namespace ActivityCore.Cli.Definitions;

/// <summary><c>activity-core definitions list|show|validate</c>: files only, no server.</summary>
internal static class DefinitionsCommand
{
    public static Command Create(CommandBuilder build) => CommandBuilder.Group(
        "definitions", "Look at the definitions and check them, with no server at all", List(build), Show(build), Validate(build));

    private static Command List(CommandBuilder build) => build.Action("list", "List the definitions of the folder", [], async (call, cancel) =>
    {
        var (catalog, _) = await DefinitionFiles.ReadAsync(path: null, call.Settings, cancel);
        call.Printer.Rows(
            [.. catalog.Entries.Select(DefinitionView.Of)],
            "No definitions.",
            ("NAME", d => d.Name ?? d.File),
            ("STATE", d => Word.Of(d.State).Replace('_', ' ')),
            ("TRIGGER", d => string.Join(", ", d.Triggers)),
            ("RULES", d => string.Join(", ", d.Rules.Concat(d.Instructions))),
            ("OWNER", d => d.Owner),
            ("FILE", d => d.File));
        return ExitCode.Ok;
    });

    private static Command Show(CommandBuilder build)
    {
        var name = new Argument<string>("name") { Description = "The definition's name, or a file" };
        return build.Action("show", "Show a definition", [name], async (call, cancel) =>
        {
            var definition = await DefinitionFiles.FindAsync(call.Get(name), call.Settings, cancel);
            var entry = new CatalogEntry
            {
                File = definition.File,
                FileHash = definition.Hash,
                State = definition.Enabled ? DefinitionState.Loaded : DefinitionState.Disabled,
                Definition = definition,
            };
            call.Printer.One(DefinitionDetailView.Of(entry, call.Context.Time), static (detail, write) =>
            {
                write.Field("definition", $"{detail.Definition.Name} ({detail.Definition.Id:D})");
                write.Field("file", detail.Definition.File);
                write.Field("hash", detail.Definition.Hash);
                write.Field("state", Word.Of(detail.Definition.State));
                if (detail.Next.FirstOrDefault(tick => tick.At is not null) is { } next)
                {
                    write.Field("next", next.Local);
                }

                write.Heading(detail.Definition.File);
                foreach (var line in detail.Source.Split('\n'))
                {
                    write.Text(line.TrimEnd('\r'));
                }
            });
            return ExitCode.Ok;
        });
    }

    private static Command Validate(CommandBuilder build)
    {
        var path = new Argument<string?>("path") { Description = "A folder or a file; by default the definitions' folder", Arity = ArgumentArity.ZeroOrOne };
        var strict = new Option<bool>("--strict") { Description = "Warnings count as errors, for CI" };
        return build.Action("validate", "Check definitions: every error at once, with its place and the cure", [path, strict], async (call, cancel) =>
        {
            var (catalog, folder) = await DefinitionFiles.ReadAsync(call.Arguments.GetValue(path), call.Settings, cancel);
            Print(call, catalog, folder, call.Get(strict));
            if (catalog.Entries.Count == 0)
            {
                throw new CliException(ExitCode.Usage, $"{folder} holds no definition (*.yaml).");
            }

            var broken = catalog.Entries.Count(e => e.State is DefinitionState.Broken or DefinitionState.BrokenLastGoodKept);
            var warnings = call.Get(strict) ? catalog.Problems.Count(problem => problem.Severity == ProblemSeverity.Warning) : 0;
            call.Printer.Message(broken == 0
                ? $"{catalog.Entries.Count} definitions are valid."
                : $"{broken} of {catalog.Entries.Count} definitions cannot be used.");
            if (warnings > 0)
            {
                call.Printer.Message($"With --strict {(warnings == 1 ? "1 warning counts as an error" : $"{warnings} warnings count as errors")}.");
            }

            return broken + warnings == 0 ? ExitCode.Ok : ExitCode.Usage;
        }, hasFindings: true);
    }

    private static void Print(Invocation call, DefinitionCatalog catalog, string folder, bool strict)
    {
        switch (call.Printer.Format)
        {
            case OutputFormat.Json:
                call.Printer.Rows(catalog.Entries.Select(DefinitionView.Of).ToList(), "");
                break;
            case OutputFormat.Github:
                var annotations = new GithubAnnotations(call.Context);
                foreach (var problem in catalog.Problems)
                {
                    annotations.Write(problem, folder, strict);
                }

                break;
            default:
                foreach (var problem in catalog.Problems)
                {
                    call.Context.Out.WriteLine(Printable.Line(problem.ToString()));
                }

                break;
        }
    }
}
