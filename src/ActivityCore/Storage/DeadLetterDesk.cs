namespace ActivityCore.Storage;

/// <summary>What people do with dead letters: try again or drop. Each letter is settled once, with how. Safe to share, and safe to repeat.</summary>
public sealed class DeadLetterDesk(IDeadLetters letters, IEnumerable<IDeadLetterReplay> replays)
{
    /// <summary>Tries an open letter again and settles it where that goes well. What it throws is an outage; the letter is then open as before.</summary>
    public async Task<ReplayResult> ReplayAsync(DeadLetter letter, ReplayOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(letter);
        if (letter.Resolution is { } settled)
        {
            return new ReplayResult.SettledBefore(settled);
        }

        if (replays.FirstOrDefault(replay => replay.Kind == letter.Kind) is not { } known)
        {
            return new ReplayResult.Impossible(Instead(letter));
        }

        var result = await known.ReplayAsync(letter, options ?? new(), cancellationToken);
        switch (result)
        {
            case ReplayResult.Replayed replayed:
                await letters.ResolveAsync(letter.Id, replayed.Resolution, cancellationToken);
                break;
            case ReplayResult.RefusedAgain refused when (await letters.FindAsync(letter.Id, cancellationToken))?.Count == letter.Count:
                // Unless its store has counted the refusal already, in the transaction that recorded it.
                await letters.AddAsync(
                    new() { Kind = letter.Kind, Key = letter.Key, Reason = refused.Reason, Payload = letter.Payload, Source = letter.Source }, cancellationToken);
                break;
        }

        return result;
    }

    /// <summary>Settles an open letter without doing anything; false when it was settled before.</summary>
    public Task<bool> DropAsync(DeadLetter letter, string reason, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(letter);
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        return letters.ResolveAsync(letter.Id, $"dropped: {reason}", cancellationToken);
    }

    /// <summary>Whether letters of this kind can be tried again.</summary>
    public static bool CanReplay(DeadLetterKind kind) => kind is not (DeadLetterKind.Instruction or DeadLetterKind.Run);

    /// <summary>What to do about a letter that cannot be tried again.</summary>
    public static string Instead(DeadLetter letter) => $"A letter of this kind cannot be replayed. {Advice(letter)}";

    private static string Advice(DeadLetter letter) => letter.Kind switch
    {
        DeadLetterKind.Instruction => $"`activity-core runs show {letter.Source}` says what the instruction did, and how to start another run; a failed one is not done again by itself, as nobody knows whether that is safe. `activity-core dlq drop` settles the letter.",
        DeadLetterKind.Run => $"`activity-core runs show {letter.Source}` says what became of the run, `activity-core runs start` starts another, and `activity-core dlq drop` settles the letter.",
        _ => "Mend its cause, and settle the letter with `activity-core dlq drop`.",
    };
}
