using System.Text.Json;
using ActivityCore.Tasks;
using ActivityCore.Tests.Events.Nats;
using ActivityCore.Tests.Storage;
using Nats.Lite.JetStream;

namespace ActivityCore.Tests.Tasks;

/// <summary>On a real server; derived once for each server version.</summary>
public abstract class NatsIssueSinkConformance(bool newer) : SinkConformance, IAsyncLifetime
{
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
    public async Task Send_ATask_StoresTheTenFieldsUnderItsKey()
    {
        var task = Samples.Task(Samples.Event(), repo: "coulomb/state.hub");

        var created = Assert.IsType<SinkResult.Created>(await CreateSut().SendAsync(task.Key, task.Spec));

        var message = Assert.Single(await _nats.ReadAsync("ACT_TASKS", 1));
        Assert.Equal("nats:ACT_TASKS/1", created.Reference);
        Assert.Equal("act.tasks.create.coulomb%2Fstate%2Ehub", message.Subject);
        Assert.Equal((task.Key, "application/json"), (message.Headers["Nats-Msg-Id"], message.Headers["Content-Type"]));
        using var body = JsonDocument.Parse(message.Data);
        Assert.Equal(
            ["title", "description", "target_repo", "priority", "labels", "due_in_days", "source_type", "source_id", "triggering_event_id", "activity_definition_id"],
            body.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.Equal("coulomb/state.hub", body.RootElement.GetProperty("target_repo").GetString());
    }

    [Fact]
    public async Task Send_SameKeyToAnotherServerConnection_IsStoredOnce()
    {
        var task = Samples.Task(Samples.Event());

        var first = await CreateSut().SendAsync(task.Key, task.Spec);
        var second = await CreateSut().SendAsync(task.Key, task.Spec);

        Assert.Equal(first, second);
        Assert.Equal(1, (await StreamAsync()).State.Messages);
    }

    [Fact]
    public async Task Send_NoStream_MakesOneThatRefusesRatherThanForgets()
    {
        var task = Samples.Task(Samples.Event());

        await CreateSut().SendAsync(task.Key, task.Spec);

        var config = (await StreamAsync()).Config;
        Assert.Equal(("file", "limits", "new", 64 * 1024, TimeSpan.FromMinutes(10)), (config.Storage, config.Retention, config.Discard, config.MaxMessageSize, config.DuplicateWindow.ToTimeSpan()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Send_StreamThatDropsItsOldest_IsTakenOnlyWhereASettingSaysSo(bool allowed)
    {
        await _nats.JetStream.CreateStreamAsync(new StreamConfig { Name = "ACT_TASKS", Subjects = ["act.tasks.>"], Discard = "old" });
        var task = Samples.Task(Samples.Event());

        var result = await CreateSut(options => options.AllowDiscardOld = allowed).SendAsync(task.Key, task.Spec);

        if (allowed)
        {
            Assert.IsType<SinkResult.Created>(result);
        }
        else
        {
            Assert.Contains("ISSUE_SINK_NATS_ALLOW_DISCARD_OLD", Assert.IsType<SinkResult.Retry>(result).Reason, StringComparison.Ordinal);
            Assert.Equal(0, (await StreamAsync()).State.Messages);
        }
    }

    [Fact]
    public async Task Send_FullStream_IsToBeRetriedAndNothingIsLost()
    {
        await _nats.JetStream.CreateStreamAsync(new StreamConfig { Name = "ACT_TASKS", Subjects = ["act.tasks.>"], Discard = "new", MaxMessages = 2 });
        var sut = CreateSut();
        var envelope = Samples.Event();

        var results = new List<SinkResult>();
        foreach (var item in Enumerable.Range(0, 3))
        {
            var task = Samples.Task(envelope, $"{item}");
            results.Add(await sut.SendAsync(task.Key, task.Spec));
        }

        Assert.Equal(["nats:ACT_TASKS/1", "nats:ACT_TASKS/2"], results.OfType<SinkResult.Created>().Select(created => created.Reference));
        Assert.Contains("maximum messages", Assert.IsType<SinkResult.Retry>(results[2]).Reason, StringComparison.Ordinal);
        Assert.Equal(2, (await StreamAsync()).State.Messages);
    }

    [Theory]
    [InlineData(100_000)]
    [InlineData(2_000_000)]
    public async Task Send_TooLarge_IsRejected(int size)
    {
        var task = Samples.Task(Samples.Event());

        var result = await CreateSut().SendAsync(task.Key, task.Spec with { Description = new string('x', size) });

        Assert.NotEmpty(Assert.IsType<SinkResult.Rejected>(result).Reason);
    }

    [Fact]
    public async Task Send_ServerIsAway_IsToBeRetriedAndThenStoredOnce()
    {
        var sut = CreateSut(options => options.Timeout = TimeSpan.FromSeconds(2));
        var one = Samples.Task(Samples.Event());
        var two = Samples.Task(Samples.Event());
        await RetryAsync(sut, one);
        await _nats.Server.KillAsync();

        var away = await sut.SendAsync(two.Key, two.Spec);
        await _nats.Server.RestartAsync();
        var back = await RetryAsync(sut, two);

        Assert.IsType<SinkResult.Retry>(away);
        Assert.Equal("nats:ACT_TASKS/2", back.Reference);
        Assert.Equal(2, (await StreamAsync()).State.Messages);
    }

    [Fact]
    public async Task Send_StreamRemovedMeanwhile_IsMadeAnew()
    {
        var sut = CreateSut();
        var task = Samples.Task(Samples.Event());
        await sut.SendAsync(task.Key, task.Spec);
        await _nats.Server.KillAsync();
        Directory.Delete(Path.Combine(_nats.Server.StoreFolder, "jetstream"), recursive: true);
        await _nats.Server.RestartAsync();

        var again = await RetryAsync(sut, task);

        Assert.Equal("nats:ACT_TASKS/1", again.Reference);
    }

    [Theory]
    [InlineData("schedule:5f0f7f0e-6b4e-4f55-9a54-0c6f7a1f1a11@2026-03-02T06:00:00Z")]
    [InlineData("manual:ticket-1")]
    public void SentEventId_NoEvent_IsTheUuidOfTheOccurrence(string occurrence)
    {
        var task = Samples.Task(Samples.Event());
        task = task with { Spec = task.Spec with { TriggeringEventId = occurrence } };

        Assert.Equal(Uuid5.Create(occurrence).ToString("D"), CreateSut().SentEventId(task));
    }

    [Fact]
    public void SentEventId_ForReceiversThatDedupeOnIt_IsThatOfTheTask()
    {
        var task = Samples.Task(Samples.Event());

        Assert.Equal(Uuid5.Create(task.Key).ToString("D"), CreateSut(options => options.DerivedEventId = true).SentEventId(task));
    }

    private protected override Task<IIssueSink> CreateAsync() => Task.FromResult<IIssueSink>(CreateSut());

    private NatsIssueSink CreateSut(Action<IssueSinkOptions>? change = null)
    {
        var options = new IssueSinkOptions { Type = "nats" };
        change?.Invoke(options);
        return new(options, _nats.Link, TimeProvider.System);
    }

    private async Task<StreamInfo> StreamAsync() => await _nats.JetStream.FindStreamAsync("ACT_TASKS") ?? throw new InvalidOperationException("There is no stream.");

    private static async Task<SinkResult.Created> RetryAsync(NatsIssueSink sink, PlannedTask task)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        while (true)
        {
            if (await sink.SendAsync(task.Key, task.Spec, limit.Token) is SinkResult.Created created)
            {
                return created;
            }

            await Task.Delay(100, limit.Token);
        }
    }
}
