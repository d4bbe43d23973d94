using System.Text;
using ActivityCore.Events;
using ActivityCore.Events.Nats;
using ActivityCore.Routing.Nats;
using ActivityCore.Storage;
using ActivityCore.Tests.Events.Nats;
using ActivityCore.Tests.Runs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Nats.Lite;
using Nats.Lite.JetStream;

namespace ActivityCore.Tests.Routing.Nats;

/// <summary>On a real server; derived once for each server version.</summary>
public abstract class NatsIntakeConformance(bool newer) : IAsyncLifetime
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(3);

    // Short, so that an outage outlasts it; long enough for a busy machine to say within it that a message is in hand.
    private static readonly TimeSpan AckWait = TimeSpan.FromSeconds(10);

    private readonly RecordingService _service = new();
    private readonly LogBook _logs = new();
    private NatsFixture _nats = null!;

    public async ValueTask InitializeAsync() => _nats = await NatsFixture.StartAsync(newer);

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_nats is not null)
        {
            await _nats.DisposeAsync();
        }
    }

    [Fact]
    public async Task EngineWasDown_EventsOfThatTime_AreAllRouted()
    {
        var envelopes = await PublishAsync(100);

        await using var engine = await StartAsync();

        await DrainAsync();
        Assert.Equal(100, _service.StartedIds.Count);
        Assert.Equal(EventState.Routed, (await engine.Events.FindAsync("tests", envelopes[^1].Id))!.State);
        Assert.Null(engine.Get<NatsIntakeState>().Fault);
    }

    [Fact]
    public async Task TwoEngines_OneConsumer_ShareTheEvents()
    {
        await using var one = await StartAsync();
        await using var two = await StartAsync(one.Folder);

        await PublishAsync(50);

        await DrainAsync();
        Assert.Equal(50, _service.StartedIds.Count);
        Assert.Equal(50, (await one.AllRunsAsync()).Count);
    }

    [Fact]
    public async Task BrokerKilledAndRestarted_LosesAndRepeatsNothing()
    {
        await using var engine = await StartAsync();
        await PublishAsync(40);
        await UntilAsync(() => Task.FromResult(_service.StartedIds.Count > 0), "The first run never started.");

        await _nats.Server.KillAsync();
        await _nats.Server.RestartAsync();
        var late = await PublishAsync(20);

        await DrainAsync();
        Assert.Equal(60, _service.StartedIds.Count);
        Assert.Equal(60, (await engine.AllRunsAsync()).Count);
        Assert.Equal(EventState.Routed, (await engine.Events.FindAsync("tests", late[^1].Id))!.State);
    }

    [Fact]
    public async Task PoisonAmongGoodOnes_OneDeadLetterAndTheRestIsHandled()
    {
        await using var engine = await StartAsync();
        await PublishAsync(5);
        await SendAsync("org.tests.thing.happened", "{ no event");
        await PublishAsync(5);

        await DrainAsync();

        var letter = Assert.Single((await engine.Get<IDeadLetters>().ListAsync(new(), new())).Items);
        Assert.Equal((DeadLetterKind.Event, "nats:ACTIVITY_EVENTS", "{ no event", 1), (letter.Kind, letter.Source, letter.Payload, letter.Count));
        Assert.Contains("message 6 on org.tests.thing.happened", letter.Reason, StringComparison.Ordinal);
        Assert.Equal(10, _service.StartedIds.Count);
    }

    [Fact]
    public async Task RouterOutage_HoldsTheStreamAndCostsNoDelivery()
    {
        _service.BeDown(starts: int.MaxValue);
        await using var engine = await StartAsync();
        await PublishAsync(3);
        await UntilAsync(() => Task.FromResult(engine.Get<NatsIntakeState>().Fault?.StartsWith("the stream is held: 3", StringComparison.Ordinal) == true), "Readiness never said so.");

        // Attempts are a second, two and four apart: more than one ack wait has passed by then.
        await UntilAsync(() => Task.FromResult(_service.Attempts >= 18), "The intake did not try again.");
        var held = await ConsumerAsync();
        _service.BeDown(starts: 0);

        await DrainAsync();
        Assert.Equal((3, 3, 0), (held.AckPending, held.Delivered.Consumer, held.Redelivered));
        Assert.Equal(3, (await ConsumerAsync()).Delivered.Consumer);
        Assert.Equal(3, _service.StartedIds.Count);
        Assert.Empty((await engine.Get<IDeadLetters>().ListAsync(new(), new())).Items);
        await UntilAsync(() => Task.FromResult(engine.Get<NatsIntakeState>().Fault is null), "Readiness never came back.");
    }

    [Fact]
    public async Task DatabaseOutage_HoldsTheStreamAndCostsNoDelivery()
    {
        await using var engine = await StartAsync(
            configure: services => services.Replace(ServiceDescriptor.Singleton<IEventLog>(
                provider => new FlakyEventLog(ActivatorUtilities.CreateInstance<EventLog>(provider)) { IsDown = true })));
        var store = (FlakyEventLog)engine.Events;
        await PublishAsync(2);

        // Five attempts each: fifteen seconds, so more than one ack wait.
        await UntilAsync(() => Task.FromResult(store.Refused >= 10), "The intake did not try again.");
        var held = await ConsumerAsync();
        store.IsDown = false;

        await DrainAsync();
        Assert.Equal((2, 2, 0), (held.AckPending, held.Delivered.Consumer, held.Redelivered));
        Assert.Equal(2, (await ConsumerAsync()).Delivered.Consumer);
        Assert.Equal(2, _service.StartedIds.Count);
        Assert.Empty((await engine.Get<IDeadLetters>().ListAsync(new(), new())).Items);
    }

    [Fact]
    public async Task SameEventOnNatsAndHttp_OneRun()
    {
        await using var engine = await StartAsync();
        var envelope = Engine.Event("thing.happened");
        await engine.Intake.AcceptAsync(EnvelopeWriter.Write(envelope), "http");

        await SendAsync(EventSubject.Of(envelope.Type), EnvelopeWriter.WriteText(envelope));
        await SendAsync("org.elsewhere", EnvelopeWriter.WriteText(envelope));

        await DrainAsync();
        await UntilAsync(async () => (await engine.Events.FindAsync("tests", envelope.Id))!.State == EventState.Routed, "The event was not routed.");
        Assert.Single(_service.StartedIds);
        Assert.Single(await engine.AllRunsAsync());
    }

    [Fact]
    public async Task SubjectAndTypeDiffer_TheTypeDecides()
    {
        await using var engine = await StartAsync();
        var envelope = Engine.Event("thing.happened");

        await SendAsync("org.statehub.repo.registered", EnvelopeWriter.WriteText(envelope));

        await DrainAsync();
        Assert.Equal($"tests/{envelope.Id}", _service.Input(Assert.Single(_service.StartedIds)).Occurrence);
    }

    [Fact]
    public async Task NoDefinitionYet_NothingIsTaken()
    {
        await using var engine = await Engine.CreateAsync(_service.Client, settings: Settings);
        await PublishAsync(1);
        await engine.StartAsync();
        await UntilAsync(() => Task.FromResult(engine.Get<NatsIntakeState>().Fault == "no definition is loaded"), "Readiness never said so.");
        var before = await ConsumerAsync();

        await engine.DefineAsync(("a.yaml", Engine.Yaml("alpha", Engine.Rule("r"))));

        await DrainAsync();
        Assert.Equal(1, before.Pending);
        Assert.Single(_service.StartedIds);
    }

    [Fact]
    public async Task UnsafeStream_IsNotUsedAndReadinessSaysSo()
    {
        await _nats.JetStream.CreateStreamAsync(new StreamConfig { Name = "ACTIVITY_EVENTS", Subjects = ["org.>"], Storage = "memory" });

        await using var engine = await StartAsync();

        await UntilAsync(() => Task.FromResult(engine.Get<NatsIntakeState>().Fault == "the stream is refused; the log says why"), "Readiness never said so.");
        Assert.Null(await _nats.JetStream.FindConsumerAsync("ACTIVITY_EVENTS", "activity-core"));
    }

    [Fact]
    public async Task NoBrokerAtStart_ConnectsWhenItIsThere()
    {
        await _nats.Server.KillAsync();
        await using var engine = await StartAsync();
        await UntilAsync(() => Task.FromResult(engine.Get<NatsIntakeState>().Fault == nameof(NatsException)), "Readiness never said so.");

        await _nats.Server.RestartAsync();
        await PublishAsync(1);

        await DrainAsync();
        Assert.Single(_service.StartedIds);
    }

    private ActivityCoreSettings Settings => new() { Nats = _nats.Settings };

    private async Task<Engine> StartAsync(string? folder = null, Action<IServiceCollection>? configure = null)
    {
        var options = new NatsIntakeOptions { Stream = "ACTIVITY_EVENTS", Consumer = "activity-core", AckWait = AckWait };
        var engine = await Engine.CreateAsync(
            _service.Client, folder, Settings, configure: services =>
            {
                services.Replace(ServiceDescriptor.Singleton(options));
                services.AddLogging(logging => logging.AddProvider(_logs));
                configure?.Invoke(services);
            });
        await engine.DefineAsync(("a.yaml", Engine.Yaml("alpha", Engine.Rule("r"))));
        await engine.StartAsync();
        return engine;
    }

    private async Task<IReadOnlyList<EventEnvelope>> PublishAsync(int count)
    {
        var sender = new EventSender(_nats.Link, "ACTIVITY_EVENTS");
        var envelopes = Enumerable.Range(0, count).Select(_ => Engine.Event("thing.happened")).ToList();
        foreach (var envelope in envelopes)
        {
            // As any publisher that wants to be sure: until the stream has it, under the same id.
            await UntilAsync(() => TryAsync(() => sender.SendAsync(envelope, CancellationToken.None)), "The stream took no event.");
        }

        return envelopes;
    }

    /// <summary>False where the server is away, or the stream is there and does not listen yet: another connection is making it.</summary>
    private static async Task<bool> TryAsync(Func<Task> send)
    {
        try
        {
            await send();
            return true;
        }
        catch (NatsException)
        {
            return false;
        }
    }

    private async Task SendAsync(string subject, string text)
    {
        await DurableStream.EnsureAsync(_nats.JetStream, EventSender.Config("ACTIVITY_EVENTS", 1), null, CancellationToken.None);
        await UntilAsync(() => TryAsync(() => _nats.JetStream.PublishAsync(subject, Encoding.UTF8.GetBytes(text))), "The stream took no message.");
    }

    private async Task<ConsumerInfo> ConsumerAsync() => await _nats.JetStream.FindConsumerAsync("ACTIVITY_EVENTS", "activity-core") ?? throw new InvalidOperationException("There is no consumer.");

    /// <summary>Waits until the consumer has had everything and every message has its answer.</summary>
    private Task DrainAsync() => UntilAsync(
        async () =>
        {
            try
            {
                // A stream takes a message before its consumers count it, so nothing pending is not enough.
                return await _nats.JetStream.FindStreamAsync("ACTIVITY_EVENTS") is { } stream
                    && await _nats.JetStream.FindConsumerAsync("ACTIVITY_EVENTS", "activity-core") is { Pending: 0, AckPending: 0 } consumer
                    && consumer.Delivered.Stream >= stream.State.LastSequence;
            }
            catch (NatsException)
            {
                return false;
            }
        },
        "The stream was not drained.");

    private async Task UntilAsync(Func<Task<bool>> holds, string otherwise)
    {
        using var limit = new CancellationTokenSource(Bound);
        while (!await holds())
        {
            if (limit.IsCancellationRequested)
            {
                Assert.Fail($"{otherwise}\n{await DescribeAsync()}");
            }

            await Task.Delay(50);
        }
    }

    /// <summary>What the server says of stream and consumer, and what the engines logged last.</summary>
    private async Task<string> DescribeAsync()
    {
        string seen;
        try
        {
            var stream = await _nats.JetStream.FindStreamAsync("ACTIVITY_EVENTS");
            var consumer = await _nats.JetStream.FindConsumerAsync("ACTIVITY_EVENTS", "activity-core");
            seen = $"{stream?.State}\n{consumer}";
        }
        catch (NatsException e)
        {
            seen = $"The server says nothing: {e.Message}";
        }

        return $"{seen}\nStarted: {_service.StartedIds.Count} of {_service.Attempts}\nEngines:\n{_logs}\nServer:\n{_nats.Server.Output}";
    }
}
