using ActivityCore.Cli.Tests.Web;
using ActivityCore.Sandbox.IssueCore;
using Nats.Lite;
using Nats.Lite.JetStream;
using RealComponents;

namespace ActivityCore.Cli.Tests.Dev;

/// <summary>Our end and issue-core's end of the stream of tasks, on a real server: what the engine publishes becomes issues.</summary>
public sealed class TaskIngestionTests
{
    private const int TasksOfTheEvent = 3;

    [Theory]
    [InlineData(DedupeRule.IdempotencyKey, "true-id", TasksOfTheEvent, false)]
    [InlineData(DedupeRule.IdempotencyKey, "true-id", TasksOfTheEvent, true)]
    // The rule of the ingestion document: every task of the event after the first is taken for a repeat.
    [InlineData(DedupeRule.TriggeringEventId, "true-id", 1, false)]
    [InlineData(DedupeRule.TriggeringEventId, "derived", TasksOfTheEvent, false)]
    [InlineData(DedupeRule.TriggeringEventId, "derived", TasksOfTheEvent, true)]
    public async Task Tasks_OfOneEvent_BecomeIssuesAsTheReceiversRuleHasIt(DedupeRule rule, string eventId, int issues, bool newerServer)
    {
        await using var server = await NatsServer.StartAsync(newerServer);
        await using var connection = await NatsConnection.ConnectAsync(new NatsOptions { Url = server.Url });
        var book = new IssueBook(rule, TimeProvider.System);
        using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        var ingest = new IssueIngest(new JetStreamContext(connection), book).RunAsync(stop.Token);
        await using var dev = await DevHost.StartAsync(("NATS_URL", server.Url), ("ISSUE_SINK_TYPE", "nats"), ("ISSUE_SINK_COMPAT_EVENT_ID", eventId));
        var id = Guid.NewGuid();
        var file = dev.Folder.File("event.jsonl");
        await File.WriteAllTextAsync(file, Envelopes.RepoRegistered(id, domain: "payments"), stop.Token);

        await dev.RunAsync("events", "send", file);
        await PageTests.WaitForRunAsync(dev, id);
        while (book.Issues.Count + book.Dropped < TasksOfTheEvent)
        {
            await Task.Delay(20, stop.Token);
        }

        var tasks = (await dev.RunAsync("tasks", "list", "-o", "json")).Json;
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ingest);
        Assert.Equal((issues, TasksOfTheEvent - issues), (book.Issues.Count, book.Dropped));
        Assert.All(book.Issues, issue => Assert.Equal("nats", issue.Via));
        Assert.Subset(
            tasks.EnumerateArray().Select(task => task.GetProperty("key").GetString()!).ToHashSet(StringComparer.Ordinal),
            book.Issues.Select(issue => issue.IdempotencyKey!).ToHashSet(StringComparer.Ordinal));
        Assert.Equal(
            [$"nats:{IssueIngest.Stream}/1", $"nats:{IssueIngest.Stream}/2", $"nats:{IssueIngest.Stream}/3"],
            tasks.EnumerateArray().Select(task => task.GetProperty("reference").GetString()).Order(StringComparer.Ordinal));
        Assert.Equal(TasksOfTheEvent, (await new JetStreamContext(connection).FindStreamAsync(IssueIngest.Stream, TestContext.Current.CancellationToken))!.State.Messages);
    }
}
