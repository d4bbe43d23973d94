using System.Text.Json;
using ActivityCore.Sandbox.IssueCore;
using Nats.Lite;
using Nats.Lite.JetStream;
using RealComponents;

namespace ActivityCore.Sandbox.Tests;

public sealed class IssueIngestTests
{
    [Fact]
    public async Task Run_WithGoodRepeatedAndBrokenMessages_MakesIssuesOnceAndKeepsTheBrokenOnes()
    {
        await using var server = await NatsServer.StartAsync();
        await using var connection = await NatsConnection.ConnectAsync(new NatsOptions { Url = server.Url });
        var jetStream = new JetStreamContext(connection);
        await jetStream.CreateStreamAsync(new StreamConfig { Name = IssueIngest.Stream, Subjects = ["act.tasks.>"] });
        var book = new IssueBook(DedupeRule.IdempotencyKey, TimeProvider.System);
        var payload = JsonSerializer.SerializeToUtf8Bytes(IssueCoreTests.Payload());
        await jetStream.PublishAsync("act.tasks.create.one", payload, "key-1");
        await jetStream.PublishAsync("act.tasks.create.one", "no json"u8.ToArray(), "key-2");
        await jetStream.PublishAsync("act.tasks.create.two", payload, "key-3");
        using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(3));

        var running = new IssueIngest(jetStream, book).RunAsync(stop.Token);
        while (await jetStream.FindConsumerAsync(IssueIngest.Stream, IssueIngest.Consumer, stop.Token) is not { Pending: 0, AckPending: 0, Delivered.Stream: 3 })
        {
            await Task.Delay(20, stop.Token);
        }

        var dead = await jetStream.FindStreamAsync(IssueIngest.DeadLetterStream, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal(["key-1", "key-3"], book.Issues.Select(issue => issue.IdempotencyKey));
        Assert.Equal(1, dead!.State.Messages);
    }

    [Fact]
    public async Task Run_WhileTheServerIsAway_GoesOnWhenItIsBack()
    {
        await using var server = await NatsServer.StartAsync();
        using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        await using var connection = await NatsConnection.ConnectAsync(new NatsOptions { Url = server.Url, ConnectTimeout = TimeSpan.FromMinutes(1) });
        var jetStream = new JetStreamContext(connection);
        await jetStream.CreateStreamAsync(new StreamConfig { Name = IssueIngest.Stream, Subjects = ["act.tasks.>"] });
        var book = new IssueBook(DedupeRule.IdempotencyKey, TimeProvider.System);
        var payload = JsonSerializer.SerializeToUtf8Bytes(IssueCoreTests.Payload());
        await jetStream.PublishAsync("act.tasks.create.one", payload, "key-1");
        var running = new IssueIngest(jetStream, book).RunAsync(stop.Token);
        await UntilAsync(1);

        await server.KillAsync();
        await server.RestartAsync();
        await using var after = await NatsConnection.ConnectAsync(new NatsOptions { Url = server.Url, ConnectTimeout = TimeSpan.FromMinutes(1), RequestTimeout = TimeSpan.FromMinutes(1) });
        await new JetStreamContext(after).PublishAsync("act.tasks.create.two", payload, "key-2");
        await UntilAsync(2);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);

        async Task UntilAsync(int issues)
        {
            while (book.Issues.Count < issues)
            {
                Assert.False(running.IsCompleted, $"{running.Exception}");
                await Task.Delay(20, stop.Token);
            }
        }
    }
}
