using ActivityCore.Cli.CommandLine;
using ActivityCore.Cli.Output;
using ActivityCore.Storage;

namespace ActivityCore.Cli.DeadLetters;

/// <summary>What became of one letter. The member names are a contract (docs/cli.md).</summary>
/// <param name="Id">The letter.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Result">replayed, dropped, settled_before, refused_again, not_now, impossible; with --dry-run would_replay or would_drop.</param>
/// <param name="Detail">As what, or why not.</param>
internal sealed record DeadLetterOutcome(string Id, DeadLetterKind Kind, string Result, string Detail)
{
    public static DeadLetterOutcome Of(DeadLetter letter, string result, string detail) => new(letter.Id, letter.Kind, result, detail);

    public static DeadLetterOutcome Of(DeadLetter letter, ReplayResult result) => result switch
    {
        ReplayResult.Replayed replayed => Of(letter, "replayed", replayed.Resolution),
        ReplayResult.SettledBefore settled => Of(letter, "settled_before", settled.Resolution),
        ReplayResult.RefusedAgain refused => Of(letter, "refused_again", refused.Reason),
        ReplayResult.NotNow waiting => Of(letter, "not_now", waiting.Reason),
        ReplayResult.Impossible impossible => Of(letter, "impossible", impossible.Reason),
        _ => throw new InvalidOperationException($"{result.GetType().Name} is not known."),
    };

    /// <summary>Prints all of them; an error where a letter is still open that should not be.</summary>
    public static int Print(Printer printer, IReadOnlyCollection<DeadLetterOutcome> outcomes)
    {
        printer.Rows(
            outcomes,
            "No dead letters.",
            ("ID", outcome => outcome.Id[..Math.Min(12, outcome.Id.Length)]),
            ("KIND", outcome => Word.Of(outcome.Kind)),
            ("RESULT", outcome => outcome.Result),
            ("DETAIL", outcome => outcome.Detail));
        return outcomes.Any(outcome => outcome.Result is "refused_again" or "not_now" or "impossible") ? ExitCode.Error : ExitCode.Ok;
    }
}
