using ActivityCore.Sandbox.IssueCore;
using Nats.Lite;
using Nats.Lite.JetStream;

namespace ActivityCore.Demo.Rows;

/// <summary>A task goes through ACT_TASKS to issue-core's consumer; its reference leads there and back.</summary>
internal sealed class NatsSinkRow : IMissionRow
{
    public string Id => "M9";

    public string What => "NATS IssueSink with a reference to correlate; consumer in the sandbox";

    public async Task<string> SeeAsync(Stage stage)
    {
        await stage.RestartWorkerAsync(("ISSUE_SINK_TYPE", "nats"));
        var id = Guid.NewGuid();
        await stage.PublishAsync(Events.DecisionResolved(id, "DEC-NATS"));
        await stage.SettledAsync(id);
        var before = stage.Sandbox.Issues.Issues.Count;

        await using var connection = await NatsConnection.ConnectAsync(new NatsOptions { Url = stage.Services.Nats.Url }, cancellation: stage.Cancel);
        using var ingesting = CancellationTokenSource.CreateLinkedTokenSource(stage.Cancel);
        var ingest = new IssueIngest(new JetStreamContext(connection), stage.Sandbox.Issues).RunAsync(ingesting.Token);
        await stage.UntilAsync("issue-core's consumer has made the issue", () => Task.FromResult(stage.Sandbox.Issues.Issues.Count > before || ingest.IsFaulted));
        await ingesting.CancelAsync();
        await ingest.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);

        var issue = stage.Sandbox.Issues.Issues[^1];
        var reference = await stage.QueryAsync<string>("select task_ref from task_spawn_log where task_key = @key and state = 'created'", ("key", issue.IdempotencyKey ?? ""));
        var why = (await stage.JsonAsync("tasks", "why", reference))[0];
        MissionException.ThrowUnless(issue.Via == "nats" && reference.StartsWith("nats:ACT_TASKS/", StringComparison.Ordinal), $"{reference}, {issue}");
        MissionException.ThrowUnless(why.GetProperty("event").GetProperty("id").GetGuid() == id, $"{why}");
        return $"{reference} was acknowledged by the stream and became {issue.Id} through consumer {IssueIngest.Consumer}; Nats-Msg-Id leads from the issue to the task, `tasks why {reference}` to the event";
    }
}
