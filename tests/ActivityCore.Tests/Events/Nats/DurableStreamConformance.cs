using ActivityCore.Events.Nats;
using Nats.Lite.JetStream;

namespace ActivityCore.Tests.Events.Nats;

/// <summary>On a real server; derived once for each server version.</summary>
public abstract class DurableStreamConformance(bool newer) : IAsyncLifetime
{
    private static readonly StreamConfig Wanted = DurableStream.Config("S", "org.>", discard: "new", replicas: 1);
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
    public async Task Ensure_NoStream_MakesIt()
    {
        await EnsureAsync();

        var config = (await _nats.JetStream.FindStreamAsync("S"))!.Config;
        Assert.Equal(("file", "limits", "new", 64 * 1024), (config.Storage, config.Retention, config.Discard, config.MaxMessageSize));
        Assert.Equal((TimeSpan.FromDays(7), TimeSpan.FromMinutes(10)), (config.MaxAge.ToTimeSpan(), config.DuplicateWindow.ToTimeSpan()));
        Assert.Equal(["org.>"], config.Subjects);
    }

    [Fact]
    public async Task Ensure_StreamLacksTheSubject_IsExtendedAndKeepsTheRest()
    {
        await _nats.JetStream.CreateStreamAsync(new StreamConfig { Name = "S", Subjects = ["org.statehub.>", "other.*"], Discard = "new", MaxAge = TimeSpan.FromDays(90) });

        await EnsureAsync();

        var config = (await _nats.JetStream.FindStreamAsync("S"))!.Config;
        Assert.Equal(["org.>", "other.*"], config.Subjects.Order(StringComparer.Ordinal));
        Assert.Equal(TimeSpan.FromDays(90), config.MaxAge.ToTimeSpan());
    }

    [Theory]
    [InlineData("memory", "limits", "new", "is kept in memory")]
    [InlineData("file", "workqueue", "new", "has retention: workqueue")]
    [InlineData("file", "interest", "new", "has retention: interest")]
    [InlineData("file", "limits", "old", "ALLOW=true")]
    public async Task Ensure_UnsafeStream_IsRefusedWithReasonAndLeftAlone(string storage, string retention, string discard, string expected)
    {
        await _nats.JetStream.CreateStreamAsync(new StreamConfig { Name = "S", Subjects = ["x.>"], Storage = storage, Retention = retention, Discard = discard });

        var error = await Assert.ThrowsAsync<UnsafeStreamException>(EnsureAsync);

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Equal(["x.>"], (await _nats.JetStream.FindStreamAsync("S"))!.Config.Subjects);
    }

    [Fact]
    public async Task Ensure_ByManyAtOnce_OneStream()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => EnsureAsync()));

        Assert.Equal(["org.>"], (await _nats.JetStream.FindStreamAsync("S"))!.Config.Subjects);
    }

    private async Task EnsureAsync() =>
        await DurableStream.EnsureAsync(await _nats.Link.ConnectAsync(), Wanted, "ALLOW", TestContext.Current.CancellationToken);
}
