using ActivityCore.Storage;

namespace ActivityCore.Cli.DeadLetters;

/// <summary>A dead letter; the member names are a contract (docs/cli.md): they are added to and never renamed.</summary>
internal sealed record DeadLetterView(
    string Id, DeadLetterKind Kind, string Key, string Reason, string Source, int Count, DateTimeOffset CreatedAt, DateTimeOffset? ResolvedAt, string? Resolution, string Payload)
{
    public static DeadLetterView Of(DeadLetter letter) => new(
        letter.Id, letter.Kind, letter.Key, letter.Reason, letter.Source, letter.Count, letter.CreatedAt, letter.ResolvedAt, letter.Resolution, letter.Payload);
}
