using System.Text;
using ActivityCore.Events.Nats;
using ActivityCore.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Nats.Lite;
using Nats.Lite.JetStream;

namespace ActivityCore.Routing.Nats;

/// <summary>
/// Events from the stream. Each is stored, then routed, and acknowledged only when every matching run has been started; what the store knows as routed is
/// acknowledged at once. What is no event goes to the dead letters and the stream moves on. An outage holds the messages in hand, and with them the
/// stream: they wait here and are tried again, and no delivery is spent on it.
/// </summary>
internal sealed class NatsIntake(
    NatsIntakeOptions options,
    NatsLink link,
    EventIntake intake,
    EventRouter router,
    ICurrentDefinitions current,
    IDeadLetters deadLetters,
    NatsIntakeState state,
    TimeProvider time,
    ILogger<NatsIntake> logger) : BackgroundService
{
    private const int AckAttempts = 6;
    private static readonly TimeSpan FetchTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);
    private readonly string _source = $"nats:{options.Stream}";

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var hand = new MessagesInHand(options.MaxInHand, time);
        var keeping = hand.KeepAsync(options.AckWait / 3, stoppingToken);
        var failures = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var consumer = await OpenAsync(stoppingToken);
                failures = 0;
                await ConsumeAsync(consumer, hand, stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                state.Broken(e is UnsafeStreamException ? "the stream is refused; the log says why" : e.GetType().Name);
                var pause = Pause(++failures);
                if (e is UnsafeStreamException)
                {
                    Log.StreamRefused(logger, e.Message, pause);
                }
                else
                {
                    Log.StreamAway(logger, options.Stream, pause, Redaction.Text(e.Message, 500));
                }

                await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
        }

        await hand.DrainAsync();
        await keeping;
    }

    private async Task<PullConsumer> OpenAsync(CancellationToken stoppingToken)
    {
        var jetStream = await link.ConnectAsync(stoppingToken);
        await DurableStream.EnsureAsync(jetStream, EventSender.Config(options.Stream, link.Replicas), discardOldSetting: null, stoppingToken);
        var consumer = await jetStream.CreateConsumerAsync(
            options.Stream,
            new ConsumerConfig { DurableName = options.Consumer, AckWait = options.AckWait, MaxDeliver = -1, MaxAckPending = options.MaxAckPending },
            stoppingToken);
        Log.StreamOpened(logger, options.Stream, options.Consumer);
        return consumer;
    }

    private async Task ConsumeAsync(PullConsumer consumer, MessagesInHand hand, CancellationToken stoppingToken)
    {
        while (true)
        {
            await WaitForDefinitionsAsync(stoppingToken);
            var room = await hand.ReserveAsync(stoppingToken);
            state.Flows();
            try
            {
                await foreach (var message in consumer.FetchAsync(room, FetchTime, stoppingToken))
                {
                    hand.Take(message, taken => HandleAsync(taken, stoppingToken));
                    room--;
                }
            }
            finally
            {
                hand.Return(room);
            }
        }
    }

    // Events that came before any definition would match none and be done with.
    private async Task WaitForDefinitionsAsync(CancellationToken stoppingToken)
    {
        while (current.Catalog.Definitions.Count == 0)
        {
            state.Broken("no definition is loaded");
            await Task.Delay(TimeSpan.FromSeconds(1), time, stoppingToken);
        }
    }

    private async Task HandleAsync(JetStreamMessage message, CancellationToken stoppingToken)
    {
        var failures = 0;
        while (true)
        {
            try
            {
                var answer = await RouteAsync(message, stoppingToken);
                await AnswerAsync(message, answer, stoppingToken);
                return;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                var pause = Pause(++failures);
                Log.EventHeld(logger, message.Sequence, message.Stream, failures, pause, e);
                state.Hold(e.GetType().Name);
                await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                state.Release();
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                await GiveBackAsync(message);
                return;
            }
        }
    }

    /// <summary>What to answer; every exception is an outage.</summary>
    private async Task<Answer> RouteAsync(JetStreamMessage message, CancellationToken stoppingToken)
    {
        stoppingToken.ThrowIfCancellationRequested();
        switch (await intake.StoreAsync(message.Data, _source, stoppingToken))
        {
            case IntakeResult.Refused refused:
                await deadLetters.AddAsync(
                    new()
                    {
                        Kind = DeadLetterKind.Event,
                        Key = EventLetterReplay.KeyOf(message.Data.Span),
                        Reason = $"{refused.Reason} (message {message.Sequence} on {message.Subject})",
                        Payload = Encoding.UTF8.GetString(message.Data.Span),
                        Source = _source,
                    },
                    stoppingToken);
                Log.NoEvent(logger, message.Sequence, message.Stream, refused.Reason);
                return Answer.Terminate;
            case IntakeResult.Accepted { Event: var stored }:
                await router.RouteAsync(stored.Envelope, stoppingToken);
                return Answer.Done;
            case IntakeResult.Duplicate { Event: { State: EventState.Received } stored }:
                await router.RouteAsync(stored.Envelope, stoppingToken);
                return Answer.Done;
            default:
                return Answer.Done;
        }
    }

    // The work is done: where the word cannot be had, the message comes again and is known.
    private async Task AnswerAsync(JetStreamMessage message, Answer answer, CancellationToken stoppingToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await (answer == Answer.Terminate ? message.TerminateAsync(stoppingToken) : message.AckAsync(stoppingToken));
                return;
            }
            catch (NatsException e) when (attempt == AckAttempts)
            {
                Log.AnswerLost(logger, message.Sequence, message.Stream, e.Message);
                return;
            }
            catch (NatsException)
            {
                await Task.Delay(Pause(attempt), time, stoppingToken);
            }
        }
    }

    // Another process takes it at once, instead of after the ack wait.
    private static async Task GiveBackAsync(JetStreamMessage message)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        try
        {
            await message.NakAsync(cancellation: limit.Token);
        }
        catch (Exception e) when (e is NatsException or OperationCanceledException or ObjectDisposedException)
        {
            // It comes back by itself.
        }
    }

    private static TimeSpan Pause(int failures)
    {
        var pause = Backoff.After(failures);
        return pause < LongestPause ? pause : LongestPause;
    }

    private enum Answer
    {
        Done,
        Terminate,
    }
}
