using ActivityCore.Events;
using ActivityCore.Events.Nats;
using ActivityCore.Settings;
using ActivityCore.Tests.Events.Nats;
using Microsoft.Extensions.Logging.Abstractions;
using Nats.Lite;
using RealComponents;

namespace ActivityCore.Tests.Events;

public sealed class EventPublisherTests
{
    [Fact]
    public async Task PublishAsync_NoStream_MakesItAndStoresAnEnvelope()
    {
        await using var nats = await NatsFixture.StartAsync();

        await PublishedAsync(Publisher(nats.Link), "org.tests.thing.happened", new { size = 3 });
        await PublishedAsync(Publisher(nats.Link), "ops-service-observed");

        var messages = await nats.ReadAsync("ACTIVITY_EVENTS", 2);
        Assert.Equal(["org.tests.thing.happened", "org.activitycore.ops-service-observed"], messages.Select(message => message.Subject));
        var read = Assert.IsType<EnvelopeReading.Accepted>(EnvelopeReader.Read(messages[0].Data, "x")).Envelope;
        Assert.Equal(("org.tests.thing.happened", "tests", 3), (read.Type, read.Publisher, read.Attributes.GetProperty("size").GetInt32()));
        Assert.Equal($"tests/{read.Id:D}", messages[0].Headers["Nats-Msg-Id"]);
    }

    [Fact]
    public async Task PublishAsync_WithoutAnAddress_DoesNothing()
    {
        await using var link = Link(new NatsSettings());

        Assert.False(await Publisher(link).PublishAsync("org.tests.thing.happened"));
    }

    [Fact]
    public async Task PublishAsync_NobodyThere_SwallowsTheFailure()
    {
        await using var link = Link(new NatsSettings { Url = $"nats://127.0.0.1:{LoopbackPort.Free()}" });

        Assert.False(await Publisher(link).PublishAsync("org.tests.thing.happened"));
    }

    [Theory]
    [InlineData("two words", "{}")]
    [InlineData("org.tests.thing", "[]")]
    public async Task PublishAsync_WhatIsNoEvent_IsNotSent(string type, string attributes)
    {
        await using var nats = await NatsFixture.StartAsync();

        Assert.False(await Publisher(nats.Link).PublishAsync(type, System.Text.Json.JsonElement.Parse(attributes)));
        Assert.Null(await nats.JetStream.FindStreamAsync("ACTIVITY_EVENTS"));
    }

    [Fact]
    public async Task ConnectAsync_FirstAttemptFails_NextCallerTriesAgain()
    {
        await using var nats = await NatsFixture.StartAsync();
        await nats.Server.KillAsync();
        var publisher = Publisher(nats.Link);
        Assert.False(await publisher.PublishAsync("org.tests.thing.happened"));

        await nats.Server.RestartAsync();

        await PublishedAsync(publisher, "org.tests.thing.happened");
    }

    [Fact]
    public async Task PublishAsync_StreamWasRemovedMeanwhile_MakesItAnewAndStoresTheEvent()
    {
        await using var nats = await NatsFixture.StartAsync();
        var publisher = Publisher(nats.Link);
        await PublishedAsync(publisher, "org.tests.thing.happened");
        await using var operators = await NatsConnection.ConnectAsync(new NatsOptions { Url = nats.Server.Url });
        await operators.RequestAsync("$JS.API.STREAM.DELETE.ACTIVITY_EVENTS", ReadOnlyMemory<byte>.Empty);

        await PublishedAsync(publisher, "org.tests.thing.happened");

        Assert.Equal(1, (await nats.JetStream.FindStreamAsync("ACTIVITY_EVENTS"))!.State.Messages);
    }

    // It waits five seconds and no longer, as its callers need it; a busy machine may need a second time.
    private static async Task PublishedAsync(EventPublisher publisher, string type, object? attributes = null)
    {
        for (var attempt = 1; !await publisher.PublishAsync(type, attributes); attempt++)
        {
            Assert.True(attempt < 5, "it was not published in five tries");
        }
    }

    private static NatsLink Link(NatsSettings settings) => new(settings, TimeProvider.System, NullLogger<NatsLink>.Instance);

    private static EventPublisher Publisher(NatsLink link) => new(link, "ACTIVITY_EVENTS", "tests", TimeProvider.System, NullLogger<EventPublisher>.Instance);
}
