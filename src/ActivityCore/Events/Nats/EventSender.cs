using Nats.Lite;
using Nats.Lite.JetStream;

namespace ActivityCore.Events.Nats;

/// <summary>Publishes envelopes to the stream of events, each once within its duplicate window, and makes the stream where it is missing. Safe to share.</summary>
internal sealed class EventSender(NatsLink link, string stream)
{
    private const int Attempts = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private volatile bool _ensured;

    /// <summary>Returns when the stream has the event.</summary>
    /// <exception cref="NatsException">It does not, or the answer was lost: sending the same envelope again is safe.</exception>
    /// <exception cref="UnsafeStreamException">The stream would lose it.</exception>
    public async Task<PublishAck> SendAsync(EventEnvelope envelope, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TrySendAsync(envelope, cancellationToken);
            }
            catch (NatsNoRespondersException) when (attempt < Attempts)
            {
                // Another process is making the stream, which is there before it listens; or someone removed it meanwhile, and it is made anew.
                _ensured = false;
                await Task.Delay(Pause, link.Time, cancellationToken);
            }
        }
    }

    /// <summary>The stream of events as it is made. Nothing bounds its size: what fills a disk is the server's limit for the account, which refuses the newest.</summary>
    public static StreamConfig Config(string stream, int replicas) => DurableStream.Config(stream, EventSubject.All, discard: "old", replicas);

    private async Task<PublishAck> TrySendAsync(EventEnvelope envelope, CancellationToken cancellationToken)
    {
        var jetStream = await link.ConnectAsync(cancellationToken);
        if (!_ensured)
        {
            await DurableStream.EnsureAsync(jetStream, Config(stream, link.Replicas), discardOldSetting: null, cancellationToken);
            _ensured = true;
        }

        return await jetStream.PublishAsync(
            EventSubject.Of(envelope.Type),
            EnvelopeWriter.Write(envelope),
            Occurrence.OfEvent(envelope).Key,
            new NatsHeaders { { "Content-Type", "application/json" } },
            cancellationToken);
    }
}
