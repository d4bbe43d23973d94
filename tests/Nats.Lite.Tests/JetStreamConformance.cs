using System.Text;
using Nats.Lite.JetStream;
using RealComponents;

namespace Nats.Lite.Tests;

/// <summary>Streams and pull consumers on a real server. Derived once for each server version.</summary>
public abstract class JetStreamConformance(bool newer) : IAsyncLifetime
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);
    private NatsServer? _server;
    private NatsConnection? _connection;

    private NatsServer Server => _server!;

    private JetStreamContext JetStream => new(_connection!);

    public async ValueTask InitializeAsync()
    {
        _server = await NatsServer.StartAsync(newer);
        _connection = await NatsConnection.ConnectAsync(new NatsOptions { Url = _server.Url, ConnectTimeout = Bound, RequestTimeout = Bound });
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
        {
            await _connection.DisposeAsync();
        }

        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task FindStream_WhoseAnswersAreLost_AsksOnceMore()
    {
        await using var server = await NatsServer.StartAsync(newer, """
            authorization {
              timeout: 60
              users: [ { user: operators, password: secret }, { user: deaf, password: secret, permissions: { subscribe: { deny: ["_INBOX.>"] } } } ]
            }
            """);
        await using var operators = await NatsConnection.ConnectAsync(new NatsOptions { Url = server.Url, User = "operators", Password = "secret", ConnectTimeout = Bound });
        await using var deaf = await NatsConnection.ConnectAsync(new NatsOptions { Url = server.Url, User = "deaf", Password = "secret", ConnectTimeout = Bound, RequestTimeout = TimeSpan.FromSeconds(1) });
        var asked = await operators.SubscribeAsync("$JS.API.STREAM.INFO.S");
        await operators.FlushAsync();

        await Assert.ThrowsAsync<NatsTimeoutException>(() => new JetStreamContext(deaf).FindStreamAsync("S"));
        await deaf.FlushAsync();
        await operators.FlushAsync();
        await asked.DisposeAsync();

        Assert.Equal(2, await asked.ReadAllAsync().CountAsync());
    }

    [Fact]
    public async Task FindStream_ThatIsMissing_IsNull() => Assert.Null(await JetStream.FindStreamAsync("NONE"));

    [Fact]
    public async Task UpdateStream_WithWhatWasFound_KeepsWhatThisClientDoesNotKnow()
    {
        await JetStream.CreateStreamAsync(new StreamConfig { Name = "S", Subjects = ["s.>"], MaxAge = TimeSpan.FromDays(7), DuplicateWindow = TimeSpan.FromMinutes(10) });
        var found = await JetStream.FindStreamAsync("S");

        var updated = await JetStream.UpdateStreamAsync(found!.Config with { Subjects = ["s.>", "t.>"] });

        Assert.Equal(["s.>", "t.>"], updated.Config.Subjects);
        Assert.Equal(TimeSpan.FromDays(7), updated.Config.MaxAge.ToTimeSpan());
        Assert.Equal(TimeSpan.FromMinutes(10), updated.Config.DuplicateWindow.ToTimeSpan());
        Assert.Equal(found.Config.Others.Keys.Order(), updated.Config.Others.Keys.Order());
    }

    [Fact]
    public async Task Publish_TwiceWithOneId_IsStoredOnce()
    {
        await JetStream.CreateStreamAsync(new StreamConfig { Name = "S", Subjects = ["s.>"] });

        var first = await JetStream.PublishAsync("s.a", "1"u8.ToArray(), "id-1");
        var second = await JetStream.PublishAsync("s.b", "2"u8.ToArray(), "id-1");

        Assert.Equal((1, false), (first.Sequence, first.Duplicate));
        Assert.Equal((1, true), (second.Sequence, second.Duplicate));
    }

    [Fact]
    public async Task Publish_IntoAFullStreamThatRefusesTheNewest_SaysSo()
    {
        await JetStream.CreateStreamAsync(new StreamConfig { Name = "S", Subjects = ["s.>"], MaxMessages = 2, Discard = "new" });
        await JetStream.PublishAsync("s.a", "1"u8.ToArray());
        await JetStream.PublishAsync("s.a", "2"u8.ToArray());

        var error = await Assert.ThrowsAsync<JetStreamException>(() => JetStream.PublishAsync("s.a", "3"u8.ToArray()));

        Assert.Equal(10077, error.ErrorCode);
    }

    [Fact]
    public async Task Publish_WithoutAStream_HasNoResponders() =>
        await Assert.ThrowsAsync<NatsNoRespondersException>(() => JetStream.PublishAsync("nowhere", "1"u8.ToArray()));

    [Fact]
    public async Task Fetch_OfSomeThousands_DeliversEachOnceInOrder()
    {
        var consumer = await StreamWithConsumerAsync();
        const int Count = 5000;
        await Parallel.ForEachAsync(Enumerable.Range(0, Count), new ParallelOptions { MaxDegreeOfParallelism = 64 },
            async (i, cancellation) => await JetStream.PublishAsync("s.x", BitConverter.GetBytes(i), cancellation: cancellation));

        var sequences = new List<long>();
        while (sequences.Count < Count)
        {
            await foreach (var message in consumer.FetchAsync(500, TimeSpan.FromSeconds(2)))
            {
                sequences.Add(message.Sequence);
                await message.AckAsync();
            }
        }

        Assert.Equal(Enumerable.Range(1, Count).Select(i => (long)i), sequences);
        var left = await JetStream.FindConsumerAsync("S", "worker");
        Assert.Equal((0, 0), (left!.Pending, left.AckPending));
    }

    [Fact]
    public async Task Fetch_FromAnEmptyStream_EndsWhenTheTimeIsUp()
    {
        var consumer = await StreamWithConsumerAsync();

        Assert.Empty(await consumer.FetchAsync(10, TimeSpan.FromMilliseconds(300)).ToListAsync());
    }

    [Fact]
    public async Task Nak_WithoutDelay_DeliversAgainAndCounts()
    {
        var consumer = await StreamWithConsumerAsync();
        await JetStream.PublishAsync("s.x", "again"u8.ToArray());

        var first = await consumer.FetchAsync(1, Bound).SingleAsync();
        await first.NakAsync();
        var second = await consumer.FetchAsync(1, Bound).SingleAsync();
        await second.AckAsync();

        Assert.Equal((1, 1, 2), (first.Delivered, second.Sequence, second.Delivered));
        Assert.Equal("again", Encoding.UTF8.GetString(second.Data.Span));
    }

    [Fact]
    public async Task Terminate_ThenFetch_DeliversItNoMore()
    {
        var consumer = await StreamWithConsumerAsync();
        await JetStream.PublishAsync("s.x", "bad"u8.ToArray());

        await (await consumer.FetchAsync(1, Bound).SingleAsync()).TerminateAsync();

        Assert.Empty(await consumer.FetchAsync(1, TimeSpan.FromMilliseconds(300)).ToListAsync());
    }

    [Fact]
    public async Task Publish_OverManyKillsOfTheServer_LosesAndDoublesNothingThatWasAcknowledged()
    {
        var consumer = await StreamWithConsumerAsync();
        var acknowledged = new HashSet<string>(StringComparer.Ordinal);
        using var stop = new CancellationTokenSource();
        var publishing = Task.Run(async () =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                var id = $"m{i}";
                while (!await TryPublishAsync(id))
                {
                    // The outcome is unknown: the same id again.
                }

                acknowledged.Add(id);
            }
        });
        for (var kill = 0; kill < 5; kill++)
        {
            var before = Volatile.Read(ref _published);
            await WaitUntilAsync(() => Volatile.Read(ref _published) > before + 50);
            await Server.KillAsync();
            await Server.RestartAsync();
        }

        await stop.CancelAsync();
        await publishing.WaitAsync(Bound);

        var seen = new List<string>();
        while ((await JetStream.FindConsumerAsync("S", "worker"))!.Pending > 0)
        {
            await foreach (var message in consumer.FetchAsync(500, TimeSpan.FromSeconds(1)))
            {
                seen.Add(Encoding.UTF8.GetString(message.Data.Span));
                await message.AckAsync();
            }
        }

        Assert.Empty(acknowledged.Except(seen, StringComparer.Ordinal));
        Assert.Equal(seen.Distinct(StringComparer.Ordinal).Count(), seen.Count);
    }

    [Fact]
    public async Task CreateConsumer_WhileItsStreamIsBeingMade_GetsTheMessages()
    {
        await using var other = await NatsConnection.ConnectAsync(new NatsOptions { Url = Server.Url, ConnectTimeout = Bound, RequestTimeout = TimeSpan.FromSeconds(15) });
        for (var round = 0; round < 100; round++)
        {
            var (stream, subject) = ($"S{round}", $"s{round}.x");
            var making = JetStream.CreateStreamAsync(new StreamConfig { Name = stream, Subjects = [subject] });
            while (await new JetStreamContext(other).FindStreamAsync(stream) is null)
            {
            }

            var consumer = await new JetStreamContext(other).CreateConsumerAsync(stream, new ConsumerConfig { DurableName = "worker" });
            await making;
            await JetStream.PublishAsync(subject, "1"u8.ToArray());

            await (await consumer.FetchAsync(1, Bound).SingleAsync()).AckAsync();
        }
    }

    [Fact]
    public async Task CreateConsumer_ThatAnswersNobody_IsMadeAnewAsLongAsNothingIsAcknowledged()
    {
        await using var server = await NatsServer.StartAsync(newer, """
            authorization {
              timeout: 60
              users: [
                { user: operators, password: secret }
                { user: unheard, password: secret, permissions: { publish: { deny: ["$JS.API.CONSUMER.MSG.NEXT.>"] } } }
              ]
            }
            """);
        await using var operators = await NatsConnection.ConnectAsync(new NatsOptions { Url = server.Url, User = "operators", Password = "secret", ConnectTimeout = Bound });
        await using var unheard = await NatsConnection.ConnectAsync(new NatsOptions { Url = server.Url, User = "unheard", Password = "secret", ConnectTimeout = Bound, RequestTimeout = TimeSpan.FromSeconds(3) });
        var (jetStream, config) = (new JetStreamContext(operators), new ConsumerConfig { DurableName = "worker" });
        await jetStream.CreateStreamAsync(new StreamConfig { Name = "S", Subjects = ["s.>"] });
        await jetStream.PublishAsync("s.a", "1"u8.ToArray());
        var consumer = await jetStream.CreateConsumerAsync("S", config);
        await consumer.FetchAsync(1, Bound).SingleAsync();
        var delivered = await jetStream.FindConsumerAsync("S", "worker");

        await Assert.ThrowsAsync<NatsTimeoutException>(() => new JetStreamContext(unheard).CreateConsumerAsync("S", config));
        var anew = await jetStream.FindConsumerAsync("S", "worker");
        await (await consumer.FetchAsync(1, Bound).SingleAsync()).AckAsync();
        var error = await Assert.ThrowsAsync<NatsTimeoutException>(() => new JetStreamContext(unheard).CreateConsumerAsync("S", config));

        Assert.Equal((1, 0), (delivered!.Delivered.Consumer, anew!.Delivered.Consumer));
        Assert.Equal("the consumer S/worker answers no request for messages", error.Message);
        Assert.Equal(1, (await jetStream.FindConsumerAsync("S", "worker"))!.AckFloor.Consumer);
    }

    [Fact]
    public async Task DeleteConsumer_ThatIsThereOrNot_IsGone()
    {
        await StreamWithConsumerAsync();

        await JetStream.DeleteConsumerAsync("S", "worker");
        await JetStream.DeleteConsumerAsync("S", "worker");

        Assert.Null(await JetStream.FindConsumerAsync("S", "worker"));
    }

    private int _published;

    private async Task<bool> TryPublishAsync(string id)
    {
        try
        {
            await JetStream.PublishAsync("s.x", Encoding.UTF8.GetBytes(id), id);
            Interlocked.Increment(ref _published);
            return true;
        }
        catch (NatsException)
        {
            return false;
        }
    }

    private async Task<PullConsumer> StreamWithConsumerAsync()
    {
        await JetStream.CreateStreamAsync(new StreamConfig { Name = "S", Subjects = ["s.>"] });
        return await JetStream.CreateConsumerAsync("S", new ConsumerConfig { DurableName = "worker", FilterSubject = "s.>", AckWait = TimeSpan.FromMinutes(10) });
    }

    private static async Task WaitUntilAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(Bound);
        while (!condition())
        {
            await Task.Delay(10, limit.Token);
        }
    }
}
