using System.Text;
using RealComponents;

namespace Nats.Lite.Tests;

/// <summary>What a connection does, on a real server. Derived once for each server version.</summary>
public abstract class NatsConnectionConformance(bool newer) : IAsyncLifetime
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);
    private NatsServer? _server;

    private NatsServer Server => _server!;

    public async ValueTask InitializeAsync() => _server = await NatsServer.StartAsync(newer);

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Publish_WithHeaders_ArrivesWhole()
    {
        await using var connection = await ConnectAsync();
        await using var subscription = await connection.SubscribeAsync("a.*.c");

        await connection.PublishAsync("a.b.c", "hello"u8.ToArray(), new NatsHeaders { { "Trace", "one" }, { "Trace", "two" } });

        var message = await subscription.ReadAsync().AsTask().WaitAsync(Bound);
        Assert.Equal(("a.b.c", "hello"), (message.Subject, Encoding.UTF8.GetString(message.Data.Span)));
        Assert.Equal(["one", "two"], message.Headers.Where(h => h.Key == "Trace").Select(h => h.Value));
    }

    [Fact]
    public async Task Publish_OfManySizes_ArrivesInOrderAndUnchanged()
    {
        await using var connection = await ConnectAsync();
        await using var subscription = await connection.SubscribeAsync("sizes");
        int[] sizes = [0, 1, 2, 4095, 4096, 65_536, 300_000, 1024 * 1024];
        var random = new Random(7);
        var bodies = sizes.Select(size => { var body = new byte[size]; random.NextBytes(body); return body; }).ToList();

        foreach (var body in bodies)
        {
            await connection.PublishAsync("sizes", body);
        }

        foreach (var body in bodies)
        {
            var message = await subscription.ReadAsync().AsTask().WaitAsync(Bound);
            Assert.True(message.Data.Span.SequenceEqual(body), $"the body of {body.Length} bytes came back changed");
        }
    }

    [Fact]
    public async Task Publish_LargerThanTheServerTakes_IsRefusedHere()
    {
        await using var connection = await ConnectAsync();

        var error = await Assert.ThrowsAsync<NatsPayloadTooLargeException>(() => connection.PublishAsync("big", new byte[(1024 * 1024) + 1]));

        Assert.Equal("the message of 1048577 bytes for big is larger than the server's max_payload of 1048576", error.Message);
        await connection.FlushAsync();
    }

    [Fact]
    public async Task Request_WithAResponder_ReturnsItsAnswer()
    {
        await using var connection = await ConnectAsync();
        await using var service = await connection.SubscribeAsync("echo", queue: "workers");
        var answering = Task.Run(async () =>
        {
            await foreach (var request in service.ReadAllAsync())
            {
                await connection.PublishAsync(request.ReplyTo!, request.Data);
            }
        });

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(async i =>
            Encoding.UTF8.GetString((await connection.RequestAsync("echo", Encoding.UTF8.GetBytes($"n{i}"))).Data.Span)));

        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"n{i}"), answers);
        await service.DisposeAsync();
        await answering.WaitAsync(Bound);
    }

    [Fact]
    public async Task Request_WithoutAResponder_FailsAtOnce()
    {
        await using var connection = await ConnectAsync();

        var error = await Assert.ThrowsAsync<NatsNoRespondersException>(() => connection.RequestAsync("nobody.here", ReadOnlyMemory<byte>.Empty));

        Assert.Equal("nobody answers on nobody.here", error.Message);
    }

    [Fact]
    public async Task Request_WithASilentResponder_TimesOut()
    {
        await using var connection = await ConnectAsync();
        await using var silent = await connection.SubscribeAsync("silent");

        await Assert.ThrowsAsync<NatsTimeoutException>(() => connection.RequestAsync("silent", ReadOnlyMemory<byte>.Empty, timeout: TimeSpan.FromMilliseconds(200)));
    }

    [Fact]
    public async Task Subscription_AfterTheServerWasKilledAndCameBack_GoesOn()
    {
        await using var connection = await ConnectAsync();
        await using var subscription = await connection.SubscribeAsync("after");
        await connection.FlushAsync();

        await Server.KillAsync();
        await Server.RestartAsync();

        await PublishUntilItGoesThroughAsync(connection, "after", "again"u8.ToArray());
        Assert.Equal("again", Encoding.UTF8.GetString((await subscription.ReadAsync().AsTask().WaitAsync(Bound)).Data.Span));
        Assert.True(connection.IsConnected);
    }

    [Fact]
    public async Task Publish_WhileTheServerIsAway_FailsWithTheAddressAndNoCredential()
    {
        await using var connection = await ConnectAsync("tester:very-secret@", patience: TimeSpan.FromSeconds(2));
        await Server.KillAsync();

        var error = await Assert.ThrowsAsync<NatsException>(async () =>
        {
            // The loss is noticed by whoever comes first, so the first calls may still find the old session.
            for (var i = 0; i < 1000; i++)
            {
                await connection.PublishAsync("x", new byte[64 * 1024]);
                await connection.FlushAsync();
            }
        });

        Assert.DoesNotContain("very-secret", error.ToString(), StringComparison.Ordinal);
        Assert.Contains($"127.0.0.1:{Server.Port}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Subscription_ThatNobodyReads_DropsAndCountsWhatIsAboveItsCapacity()
    {
        await using var connection = await ConnectAsync();
        await using var subscription = await connection.SubscribeAsync("flood", capacity: 10);

        for (var i = 0; i < 25; i++)
        {
            await connection.PublishAsync("flood", new byte[1]);
        }

        await connection.FlushAsync();
        Assert.Equal(15, subscription.Dropped);
    }

    private static async Task PublishUntilItGoesThroughAsync(NatsConnection connection, string subject, byte[] data)
    {
        using var limit = new CancellationTokenSource(Bound);
        while (true)
        {
            try
            {
                // What is published just before the loss of the old session is noticed would be lost with it.
                await connection.FlushAsync(limit.Token);
                await connection.PublishAsync(subject, data, cancellation: limit.Token);
                await connection.FlushAsync(limit.Token);
                return;
            }
            catch (NatsException)
            {
                limit.Token.ThrowIfCancellationRequested();
            }
        }
    }

    private Task<NatsConnection> ConnectAsync(string user = "", TimeSpan? patience = null) => NatsConnection.ConnectAsync(new NatsOptions
    {
        Url = $"nats://{user}127.0.0.1:{Server.Port}",
        ConnectTimeout = Bound,
        RequestTimeout = patience ?? Bound,
    });
}
