using System.Security.Cryptography;
using System.Text;
using ActivityCore.Storage;

namespace ActivityCore.Routing;

/// <summary>
/// Takes a message that was no event through the intake once more: this program may read what an older one could not, or a person has mended it. The event is
/// stored, and a router starts its runs as for any other.
/// </summary>
internal sealed class EventLetterReplay(EventIntake intake) : IDeadLetterReplay
{
    private const string Intake = "dead-letter";

    public DeadLetterKind Kind => DeadLetterKind.Event;

    public async Task<ReplayResult> ReplayAsync(DeadLetter letter, ReplayOptions options, CancellationToken cancellationToken = default)
    {
        var bytes = options.Mended ?? Encoding.UTF8.GetBytes(letter.Payload);
        if (options.Mended is null && !string.Equals(KeyOf(bytes.Span), letter.Key, StringComparison.Ordinal))
        {
            return new ReplayResult.Impossible(
                $"What is kept is not what came: secrets in it were masked, or it was too long. Write the whole message to a file and replay it with: activity-core dlq replay {letter.Id} --with FILE");
        }

        return await intake.AcceptAsync(bytes, Intake, cancellationToken) switch
        {
            IntakeResult.Accepted { Event.Envelope: var taken } => new ReplayResult.Replayed($"taken as event {taken.Publisher}/{taken.Id:D}"),
            IntakeResult.Duplicate { HasOtherContent: false, Event.Envelope: var known } => new ReplayResult.Replayed($"was known already as event {known.Publisher}/{known.Id:D}"),
            IntakeResult.Duplicate { Event.Envelope: var known } =>
                new ReplayResult.RefusedAgain($"The event {known.Publisher}/{known.Id:D} came before with other content, and the first stands. Give it an id of its own."),
            IntakeResult.Refused refused => new ReplayResult.RefusedAgain(refused.Reason),
            var other => throw new InvalidOperationException($"{other.GetType().Name} is not known."),
        };
    }

    /// <summary>What names a message that has no id: the hash of its bytes.</summary>
    internal static string KeyOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
