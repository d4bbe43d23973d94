using System.Text.Json;
using ActivityCore.Events.Nats;
using ActivityCore.Storage;
using Microsoft.Extensions.Logging;

namespace ActivityCore.Events;

/// <summary>
/// Tells the world what has happened, for any service: call it after the commit. It never breaks its caller: without <c>NATS_URL</c> it does nothing, and
/// what fails is logged and dropped, since whoever waits for events also looks at the state now and then. Safe to share.
/// </summary>
/// <param name="link">The connection.</param>
/// <param name="stream">The stream of events, made when missing: <c>ACTIVITY_EVENTS</c>.</param>
/// <param name="publisher">The service's name as envelopes carry it.</param>
/// <param name="time">For the time of an event.</param>
/// <param name="logger">Hears what was not published.</param>
public sealed class EventPublisher(NatsLink link, string stream, string publisher, TimeProvider time, ILogger<EventPublisher> logger)
{
    // A request that has committed must not wait longer than its caller would.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly EventSender _sender = new(link, stream);
    private int _saidOff;

    /// <summary>Publishes an event of now with a new id. False: it was not published, or nobody can say whether it was.</summary>
    /// <param name="type">The event type, such as <c>org.statehub.repo.registered</c>.</param>
    /// <param name="attributes">What is serialised to the JSON object of attributes; null: none.</param>
    /// <param name="cancellationToken">Ends the call with <see cref="OperationCanceledException"/>; nothing else does.</param>
    public async Task<bool> PublishAsync(string type, object? attributes = null, CancellationToken cancellationToken = default)
    {
        if (!link.IsConfigured)
        {
            if (Interlocked.Exchange(ref _saidOff, 1) == 0)
            {
                Log.PublisherIsOff(logger);
            }

            return false;
        }

        if (Envelope(type, attributes) is not { } envelope)
        {
            return false;
        }

        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var ack = await _sender.SendAsync(envelope, either.Token);
            Log.EventPublished(logger, type, envelope.Id, ack.Sequence, ack.Stream);
            return true;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            Log.EventNotPublished(logger, type, envelope.Id, limit.IsCancellationRequested ? $"no answer within {Patience.TotalSeconds:0} s" : Redaction.Text(e.Message, 500));
            return false;
        }
    }

    private EventEnvelope? Envelope(string type, object? attributes)
    {
        try
        {
            var envelope = new EventEnvelope
            {
                Id = Guid.NewGuid(),
                Type = type,
                Timestamp = time.GetUtcNow(),
                Publisher = publisher,
                Attributes = attributes is null ? JsonElement.Parse("{}") : JsonSerializer.SerializeToElement(attributes),
            };
            // The reader's rules are the contract: what it refuses would only become a dead letter elsewhere.
            if (EnvelopeReader.Read(EnvelopeWriter.Write(envelope), publisher) is EnvelopeReading.Refused refused)
            {
                Log.EventNotPublishable(logger, refused.Reason);
                return null;
            }

            return envelope;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or InvalidOperationException or ArgumentException)
        {
            Log.EventNotPublishable(logger, $"its attributes cannot be written as JSON ({e.GetType().Name}).");
            return null;
        }
    }
}
