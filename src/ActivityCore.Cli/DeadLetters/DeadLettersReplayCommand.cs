using System.CommandLine;
using ActivityCore.Cli.CommandLine;
using ActivityCore.Cli.Hosting;
using ActivityCore.Events;
using ActivityCore.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace ActivityCore.Cli.DeadLetters;

/// <summary><c>activity-core dlq replay</c>: tries letters again after their cause was mended.</summary>
internal static class DeadLettersReplayCommand
{
    public static Command Create(CommandBuilder build)
    {
        var selection = new DeadLetterSelection(build.Time);
        var with = new Option<string?>("--with") { Description = "For one event: a file with the mended message, taken instead of what came", HelpName = "file" };
        var sink = CommonArguments.Sink("For tasks: where to; by default the sink that refused", "rest", "nats");
        return build.Action("replay", "Try letters again after their cause was mended: an event goes through intake, a task to its sink", [.. selection.All, with, sink], async (call, cancel) =>
        {
            await using var engine = await CommandEngine.OpenAsync(call, needsTemporal: false, cancel);
            var letters = await selection.FindAsync(call, engine.Services.GetRequiredService<IDeadLetters>(), cancel);
            var options = new ReplayOptions { Mended = await ReadAsync(call.Get(with), letters, cancel), SinkType = call.Get(sink) };
            var desk = engine.Services.GetRequiredService<DeadLetterDesk>();
            List<DeadLetterOutcome> outcomes = [];
            foreach (var letter in letters)
            {
                outcomes.Add(selection.IsDryRun(call)
                    ? letter.Resolution is { } settled ? DeadLetterOutcome.Of(letter, "settled_before", settled)
                        : DeadLetterDesk.CanReplay(letter.Kind) ? DeadLetterOutcome.Of(letter, "would_replay", letter.Reason)
                        : DeadLetterOutcome.Of(letter, "impossible", DeadLetterDesk.Instead(letter))
                    : DeadLetterOutcome.Of(letter, await desk.ReplayAsync(letter, options, cancel)));
            }

            return DeadLetterOutcome.Print(call.Printer, outcomes);
        });
    }

    private static async Task<ReadOnlyMemory<byte>?> ReadAsync(string? file, IReadOnlyList<DeadLetter> letters, CancellationToken cancel)
    {
        if (file is null)
        {
            return null;
        }

        if (letters is not [{ Kind: DeadLetterKind.Event }])
        {
            throw new CliException(ExitCode.Usage, "--with is for one letter of kind event.");
        }

        if (new FileInfo(InputFile.Require(file, "--with takes a file with the mended message.")).Length > EnvelopeReader.MaxBytes)
        {
            throw new CliException(ExitCode.Usage, $"{file} has more than the {EnvelopeReader.MaxBytes} bytes that an event may have.");
        }

        return await File.ReadAllBytesAsync(file, cancel);
    }
}
