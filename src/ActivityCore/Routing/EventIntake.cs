using ActivityCore.Events;
using ActivityCore.Storage;
using ActivityCore.Telemetry;

namespace ActivityCore.Routing;

/// <summary>The one door for events, whatever brought them: stored first, routed after. Safe to share.</summary>
/// <param name="events">Where events are stored.</param>
/// <param name="eventTypes">What the types say about attributes.</param>
/// <param name="inbox">To the pump of this process; where there is none, a router elsewhere finds the event.</param>
/// <param name="defaultPublisher">The publisher of an event that names none.</param>
public sealed class EventIntake(IEventLog events, EventTypeRegistry eventTypes, EventInbox inbox, string defaultPublisher)
{
    /// <summary>Takes the bytes of an envelope. What it throws is an outage: the event is not accepted and is to be sent again.</summary>
    /// <param name="bytes">UTF-8 JSON.</param>
    /// <param name="intake">Who brought it: <c>http</c>, <c>file</c>, <c>nats:STREAM</c>, ...</param>
    /// <param name="cancellationToken">Ends the call; the event may be stored all the same.</param>
    public async Task<IntakeResult> AcceptAsync(ReadOnlyMemory<byte> bytes, string intake, CancellationToken cancellationToken = default) =>
        HandOver(await StoreAsync(bytes, intake, cancellationToken));

    /// <inheritdoc cref="AcceptAsync(ReadOnlyMemory{byte}, string, CancellationToken)"/>
    public async Task<IntakeResult> AcceptAsync(EventEnvelope envelope, string intake, CancellationToken cancellationToken = default) =>
        HandOver(Counted(intake, await KeepAsync(envelope, intake, cancellationToken)));

    /// <summary>The same for an intake that routes what it brings itself: the event is stored and handed to nobody.</summary>
    internal async Task<IntakeResult> StoreAsync(ReadOnlyMemory<byte> bytes, string intake, CancellationToken cancellationToken) => Counted(
        intake,
        EnvelopeReader.Read(bytes, defaultPublisher) switch
        {
            EnvelopeReading.Accepted accepted => await KeepAsync(accepted.Envelope, intake, cancellationToken),
            EnvelopeReading.Refused refused => new IntakeResult.Refused(refused.Reason),
            var other => throw new InvalidOperationException($"{other.GetType().Name} is not known."),
        });

    private static IntakeResult Counted(string intake, IntakeResult result)
    {
        EngineMetrics.EventReceived(intake, result);
        return result;
    }

    private async Task<IntakeResult> KeepAsync(EventEnvelope envelope, string intake, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(envelope);
        EventReceipt receipt;
        try
        {
            receipt = await events.AddAsync(envelope, intake, eventTypes.Check(envelope).Flags, cancellationToken);
        }
        catch (ArgumentException e)
        {
            return new IntakeResult.Refused(e.Message);
        }

        return receipt.Arrival == EventArrival.New
            ? new IntakeResult.Accepted(receipt.Event)
            : new IntakeResult.Duplicate(receipt.Event, receipt.Arrival == EventArrival.Conflict);
    }

    // A repeat of an event that was never routed is as good a reason to route it as the first.
    private IntakeResult HandOver(IntakeResult result)
    {
        var stored = result switch
        {
            IntakeResult.Accepted accepted => accepted.Event,
            IntakeResult.Duplicate duplicate => duplicate.Event,
            _ => null,
        };
        if (stored?.State == EventState.Received)
        {
            inbox.TryAdd(stored);
        }

        return result;
    }
}
