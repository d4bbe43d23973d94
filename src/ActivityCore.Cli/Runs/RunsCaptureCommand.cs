using System.CommandLine;
using ActivityCore.Cli.CommandLine;
using ActivityCore.Cli.Definitions;
using ActivityCore.Cli.Output;
using ActivityCore.Cli.Storage;
using ActivityCore.Definitions;
using ActivityCore.Rules.Cases;
using ActivityCore.Runs;
using ActivityCore.Storage;

namespace ActivityCore.Cli.Runs;

/// <summary><c>activity-core runs capture</c>: a run as a golden case, so that what was right once stays so.</summary>
internal static class RunsCaptureCommand
{
    private const int MaxName = 200;
    private static readonly string[] Endings = [".yaml", ".yml"];

    public static Command Create(CommandBuilder build)
    {
        var id = new Argument<string>("run") { Description = "The run's id, or its first characters" };
        var name = Name();
        var append = new Option<string?>("--append") { Description = "Add the case to this NAME.tests.yaml instead of printing it; a new file gets its head", HelpName = "file" };
        return build.Action("capture", "Print a run as a golden case, to be appended to its NAME.tests.yaml", [id, name, append], async (call, cancel) =>
        {
            await using var audit = await AuditSession.OpenAsync(call, cancel);
            var detail = await audit.Reader.FindRunDetailAsync(call.Get(id), cancel) ?? throw RunsCommand.NotFound(call.Get(id));
            CaptureRefusals.Check(detail);
            var captured = RunCapture.Of(detail, await LoadAsync(audit, detail.Run, cancel), call.Get(name));
            var file = call.Get(append);
            if (file is not null)
            {
                await CaseFile.AppendAsync(file, captured, cancel);
            }

            var today = await TodayAsync(call, file, detail.Run, captured, cancel);
            if (call.Printer.Format == OutputFormat.Json)
            {
                call.Printer.One(new CaptureView(detail.Run.RunId, detail.Run.DefinitionName, detail.Run.DefinitionHash, captured.Case.Name, captured.Text(), captured.Notes, today?.Passed, today?.Differences ?? []), static (_, _) => { });
            }
            else if (file is null)
            {
                // The empty line parts it from the case before.
                await call.Context.Out.WriteAsync($"\n{captured.Text()}".AsMemory(), cancel);
            }

            Tell(call, file, captured, detail.Run, today);
            return ExitCode.Ok;
        });
    }

    private static Option<string?> Name()
    {
        var name = new Option<string?>("--name") { Description = "What the case shows, unique in its file; by default it is named after the run", HelpName = "text" };
        name.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && (string.IsNullOrWhiteSpace(token.Value) || token.Value.Length > MaxName))
            {
                result.AddError($"--name has 1 to {MaxName} characters.");
            }
        });
        return name;
    }

    private static async Task<ActivityDefinition> LoadAsync(AuditSession audit, RunRecord run, CancellationToken cancel)
    {
        try
        {
            return await new PinnedDefinitions(audit.Service<IDefinitionVersions>()).LoadAsync(run.DefinitionId, run.DefinitionHash, cancel);
        }
        catch (RunUnusableException e)
        {
            throw new CliException(ExitCode.Error, $"The run {run.RunId} cannot be captured: {e.Message}", "Capture a run of a later version of the definition.", e);
        }
    }

    // On the definition as it is today: the one beside the file where there is one, otherwise that of the folder. Null: there is none.
    private static async Task<CaseResult?> TodayAsync(Invocation call, string? file, RunRecord run, CapturedCase captured, CancellationToken cancel)
    {
        var beside = file is null ? null : Endings.Select(ending => file[..^CaseLoader.Suffix.Length] + ending).FirstOrDefault(File.Exists);
        var place = beside ?? call.Settings.DefinitionsDirectory;
        if (!File.Exists(place) && !Directory.Exists(place))
        {
            return null;
        }

        var (catalog, _) = await DefinitionFiles.ReadAsync(place, call.Settings, cancel);
        return catalog.Find(run.DefinitionId) is { } definition ? CaseRunner.Run(definition, captured.Case) : null;
    }

    private static void Tell(Invocation call, string? file, CapturedCase captured, RunRecord run, CaseResult? today)
    {
        if (file is not null)
        {
            call.Printer.Message($"Added \"{captured.Case.Name}\" to {file}.");
        }

        switch (today)
        {
            case null:
                call.Printer.Message($"It holds for the version that ran; there is no usable definition {run.DefinitionName} here to try it on today.");
                break;
            case { Passed: false } failing:
                call.Printer.Message($"It holds for the version that ran, but not for {run.DefinitionName} as it is today:");
                foreach (var difference in failing.Differences)
                {
                    call.Printer.Message($"  {difference}");
                }

                break;
        }
    }

    /// <summary>What was captured; the member names are a contract (docs/cli.md).</summary>
    private sealed record CaptureView(
        string RunId, string Definition, string DefinitionHash, string Name, string Text, IReadOnlyList<string> Notes, bool? PassesToday, IReadOnlyList<string> Differences);
}
