using System.CommandLine;
using ActivityCore.Cli.CommandLine;
using ActivityCore.Cli.Hosting;
using ActivityCore.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace ActivityCore.Cli.DeadLetters;

/// <summary><c>activity-core dlq drop</c>: settles letters that nobody wants any more.</summary>
internal static class DeadLettersDropCommand
{
    public static Command Create(CommandBuilder build)
    {
        var selection = new DeadLetterSelection(build.Time);
        var reason = CommonArguments.Reason("dropped");
        return build.Action("drop", "Settle letters without doing anything", [.. selection.All, reason], async (call, cancel) =>
        {
            await using var engine = await CommandEngine.OpenAsync(call, needsTemporal: false, cancel);
            var desk = engine.Services.GetRequiredService<DeadLetterDesk>();
            var why = call.Get(reason)!.Trim();
            List<DeadLetterOutcome> outcomes = [];
            foreach (var letter in await selection.FindAsync(call, engine.Services.GetRequiredService<IDeadLetters>(), cancel))
            {
                outcomes.Add(letter.Resolution is { } settled ? DeadLetterOutcome.Of(letter, "settled_before", settled)
                    : selection.IsDryRun(call) ? DeadLetterOutcome.Of(letter, "would_drop", letter.Reason)
                    : await desk.DropAsync(letter, why, cancel) ? DeadLetterOutcome.Of(letter, "dropped", why)
                    : DeadLetterOutcome.Of(letter, "settled_before", "by someone else meanwhile"));
            }

            return DeadLetterOutcome.Print(call.Printer, outcomes);
        });
    }
}
