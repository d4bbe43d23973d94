using ActivityCore.Events.Nats;
using ActivityCore.Settings;
using Microsoft.Extensions.Logging.Abstractions;
using Nats.Lite;
using Nats.Lite.JetStream;
using RealComponents;

namespace ActivityCore.Tests.Events.Nats;

/// <summary>A real server and a connection to look at it with.</summary>
internal sealed class NatsFixture : IAsyncDisposable
{
    private readonly NatsConnection _connection;

    private NatsFixture(NatsServer server, NatsConnection connection)
    {
        Server = server;
        _connection = connection;
        Link = new NatsLink(Settings, TimeProvider.System, NullLogger<NatsLink>.Instance);
    }

    public NatsServer Server { get; }

    public NatsSettings Settings => new() { Url = Server.Url };

    /// <summary>As the engine has it.</summary>
    public NatsLink Link { get; }

    public JetStreamContext JetStream => new(_connection);

    public static async Task<NatsFixture> StartAsync(bool newer = false)
    {
        var server = await NatsServer.StartAsync(newer);
        return new(server, await NatsConnection.ConnectAsync(new NatsOptions { Url = server.Url, ConnectTimeout = TimeSpan.FromMinutes(1), RequestTimeout = TimeSpan.FromSeconds(15) }));
    }

    /// <summary>The next message of a stream, by a consumer of its own.</summary>
    public async Task<IReadOnlyList<JetStreamMessage>> ReadAsync(string stream, int count)
    {
        var consumer = await JetStream.CreateConsumerAsync(stream, new ConsumerConfig { DurableName = "test" });
        var messages = new List<JetStreamMessage>();
        await foreach (var message in consumer.FetchAsync(count, TimeSpan.FromMinutes(1)))
        {
            await message.AckAsync();
            messages.Add(message);
        }

        return messages;
    }

    public async ValueTask DisposeAsync()
    {
        await Link.DisposeAsync();
        await _connection.DisposeAsync();
        await Server.DisposeAsync();
    }
}
