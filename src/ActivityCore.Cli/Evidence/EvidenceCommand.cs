using System.CommandLine;
using ActivityCore.Cli.CommandLine;
using ActivityCore.Cli.Definitions;
using ActivityCore.Cli.Output;
using ActivityCore.Cli.Storage;
using ActivityCore.Evidence;
using ActivityCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace ActivityCore.Cli.Evidence;

/// <summary><c>activity-core evidence list|smoke</c>.</summary>
internal static class EvidenceCommand
{
    public static Command Create(CommandBuilder build) => CommandBuilder.Group("evidence", "Look at evidence, and try its receivers", List(build), Smoke(build));

    private static Command List(CommandBuilder build)
    {
        var page = new PageOptions(build.Time);
        var run = new Option<string?>("--run") { Description = "Only of this run", HelpName = "run" };
        var sink = new Option<string?>("--sink") { Description = "Only for this sink: state-hub-progress or inter-hub", HelpName = "name" };
        var type = new Option<string?>("--event-type") { Description = "Only of this event type", HelpName = "type" };
        var state = Choice.Of<EvidenceState>("--state", "Only in this state");
        return build.Action("list", "List what was submitted, deferred or rejected, and why, the newest first", [run, sink, type, state, .. page.All], async (call, cancel) =>
        {
            await using var audit = await AuditSession.OpenAsync(call, cancel);
            var filter = new EvidenceFilter { RunId = call.Get(run), Sink = call.Get(sink), EventType = call.Get(type), State = call.Get(state), Since = call.Get(page.Since) };
            var found = await audit.Reader.ListEvidenceAsync(filter, page.Page(call), cancel);
            call.Printer.Rows(
                found.Items,
                "No evidence.",
                ("EVENT TYPE", row => row.EventType),
                ("ENTITY", row => row.Entity),
                ("SINK", row => row.Sink),
                ("STATE", row => Word.Of(row.State)),
                ("STATUS", row => row.Status),
                ("REFERENCE OR REASON", row => row.Reference ?? row.LastError),
                ("RUN", row => row.RunId));
            return ExitCode.Ok;
        });
    }

    private static Command Smoke(CommandBuilder build)
    {
        var undeclared = new Option<string>("--undeclared")
        {
            Description = "The event type that must be refused: registered with Inter-Hub or not, and not declared by ops-hub's manifest",
            HelpName = "type",
            DefaultValueFactory = _ => "ops-undeclared",
        };
        return build.Action("smoke", "Submit one event of each declared type, and see an undeclared one refused", [undeclared], async (call, cancel) =>
        {
            var type = call.Get(undeclared)!;
            if (call.Settings.Evidence.ManifestEventTypes.Contains(type, StringComparer.Ordinal))
            {
                throw new CliException(ExitCode.Usage, $"{type} is declared (OPS_HUB_MANIFEST_EVENT_TYPES), so it cannot show a refusal.", "Name another with --undeclared.");
            }

            // Receivers alone: it is run before there is an installation to speak of.
            await using var services = new ServiceCollection()
                .AddSingleton(call.Context.Time)
                .AddSingleton(await DefinitionFiles.ReadEventTypesAsync(call.Settings, cancel))
                .AddHttpEndpoints([])
                .AddEvidence(call.Settings.Evidence)
                .BuildServiceProvider();
            var steps = await services.GetRequiredService<EvidenceSmoke>().RunAsync(type, Guid.NewGuid().ToString("D"), cancel);
            call.Printer.Rows(
                steps,
                "",
                ("EVENT TYPE", step => step.EventType),
                ("SINK", step => step.Sink),
                ("EXPECTED", step => step.Expected),
                ("RESULT", step => step.Result),
                ("OK", step => step.Passed ? "yes" : "NO"),
                ("DETAIL", step => step.Detail));
            var failed = steps.Count(step => !step.Passed);
            call.Printer.Message(failed == 0 ? "The smoke passed." : $"{failed} of {steps.Count} steps are not as they should be.");
            return failed == 0 ? ExitCode.Ok : ExitCode.Error;
        });
    }
}
