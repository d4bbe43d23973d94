using System.CommandLine;
using ActivityCore.Cli.CommandLine;
using ActivityCore.Cli.Definitions;
using ActivityCore.Definitions;

namespace ActivityCore.Cli.Schedules;

/// <summary><c>activity-core schedules next</c>: when the cron triggers fire, from the files alone.</summary>
internal static class SchedulesNextCommand
{
    private const int Usual = 5;

    public static Command Create(CommandBuilder build)
    {
        var name = new Argument<string?>("definition") { Description = "The definition's name, or a file; by default every enabled one of the folder", Arity = ArgumentArity.ZeroOrOne };
        var count = CommonArguments.Number("--count", $"How many runs of each definition; by default {Usual}", "number", 1, 1_000, "-n");
        var from = CommonArguments.Time("--from", "Look from this time on (ISO 8601, UTC unless it says otherwise); by default from now", build.Time);
        return build.Action("next", "Show when cron triggers fire, in UTC and on the clock of their time zone; no server", [name, count, from], async (call, cancel) =>
        {
            // From on means that the moment itself counts.
            var after = (call.Get(from) ?? build.Time.GetUtcNow()).AddTicks(-1);
            var definitions = await ReadAsync(call, call.Arguments.GetValue(name), cancel);
            call.Printer.Rows(
                [.. definitions.SelectMany(definition => TickView.Next(definition, after, call.Get(count) ?? Usual))],
                "No enabled definition has a cron trigger.",
                ("DEFINITION", tick => tick.Definition),
                ("UTC", tick => tick.At is null ? "-" : Moment.Show(tick.At)),
                ("LOCAL", tick => tick.Local),
                ("CRON", tick => tick.Cron),
                ("ZONE", tick => tick.TimeZone),
                ("NOTE", tick => tick.Note));
            return ExitCode.Ok;
        });
    }

    private static async Task<IReadOnlyList<ActivityDefinition>> ReadAsync(Invocation call, string? name, CancellationToken cancel)
    {
        if (name is null)
        {
            var (catalog, _) = await DefinitionFiles.ReadAsync(path: null, call.Settings, cancel);
            return [.. catalog.Definitions.Where(definition => definition.Enabled)];
        }

        var definition = await DefinitionFiles.FindAsync(name, call.Settings, cancel);
        return definition.Triggers.Any(trigger => trigger is Trigger.OnCron)
            ? [definition]
            : throw new CliException(ExitCode.Error, $"{definition.Name} has no cron trigger.", "`activity-core definitions list` shows what starts each definition.");
    }
}
