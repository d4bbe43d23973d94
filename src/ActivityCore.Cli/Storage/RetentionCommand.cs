using System.CommandLine;
using ActivityCore.Cli.CommandLine;
using ActivityCore.Storage;

namespace ActivityCore.Cli.Storage;

/// <summary><c>activity-core retention run</c>: what every router does by itself, now and by hand.</summary>
internal static class RetentionCommand
{
    public static Command Create(CommandBuilder build) => CommandBuilder.Group("retention", "Remove payloads that are older than they may be", Run(build));

    private static Command Run(CommandBuilder build)
    {
        var older = CommonArguments.Span("--older-than", "Age from which on payloads go; by default PAYLOAD_RETENTION");
        var dryRun = new Option<bool>("--dry-run") { Description = "Count what would be removed, change nothing" };
        var yes = new Option<bool>("--yes") { Description = "Really do it: what is removed is gone" };
        return build.Action("run", "Remove payloads and keep keys, hashes, references, states and counts", [older, dryRun, yes], async (call, cancel) =>
        {
            var age = call.Get(older) ?? call.Settings.Retention.KeepPayloads
                ?? throw new CliException(ExitCode.Usage, "PAYLOAD_RETENTION is forever.", "Say --older-than, or set it.");
            await using var audit = await AuditSession.OpenAsync(call, cancel);
            var retention = audit.Service<IRetention>();
            var before = call.Context.Time.GetUtcNow() - age;
            if (!call.Get(dryRun) && !call.Get(yes))
            {
                var (events, runs, letters) = await retention.CountAsync(before, cancel);
                if (events + runs + letters == 0)
                {
                    call.Printer.Message($"Nothing has ended before {Moment.Show(before)}: there is nothing to remove.");
                    return ExitCode.Ok;
                }

                throw new CliException(ExitCode.Usage, $"The payloads of {events} events, {runs} runs and {letters} dead letters would go.", "Say --yes to do it.");
            }

            var counts = call.Get(dryRun) ? await retention.CountAsync(before, cancel) : await retention.RemovePayloadsAsync(before, cancel);
            call.Printer.One(new RetentionView(before, call.Get(dryRun), counts.Events, counts.Runs, counts.DeadLetters), static (view, write) =>
            {
                write.Field(view.DryRun ? "would remove" : "removed", $"payloads of what ended before {Moment.Show(view.Before)}");
                write.Field("events", $"{view.Events}");
                write.Field("runs", $"{view.Runs}");
                write.Field("dead letters", $"{view.DeadLetters}");
            });
            return ExitCode.Ok;
        });
    }

    /// <summary>What was removed, or would be. The member names are a contract (docs/cli.md).</summary>
    private sealed record RetentionView(DateTimeOffset Before, bool DryRun, int Events, int Runs, int DeadLetters);
}
