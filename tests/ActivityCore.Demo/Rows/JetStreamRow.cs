using Nats.Lite;
using Nats.Lite.JetStream;

namespace ActivityCore.Demo.Rows;

/// <summary>Events that came while no router ran are taken from the stream when one runs again, each once.</summary>
internal sealed class JetStreamRow : IMissionRow
{
    private const int Count = 20;

    public string Id => "M3";

    public string What => "EventRouter from JetStream, durable, replay after being down";

    public async Task<string> SeeAsync(Stage stage)
    {
        var ids = Enumerable.Range(0, Count).Select(_ => Guid.NewGuid()).ToList();
        await stage.StopRouterAsync();
        await stage.PublishAsync(ids.Select((id, i) => Events.DecisionResolved(id, $"DEC-9{i:000}")));
        var waiting = await stage.QueryAsync<long>("select count(*) from events where id = any(@ids)", ("ids", Texts(ids)));
        await stage.StartRouterAsync();
        await stage.SettledAsync(ids);
        // The publisher sends them again: known, so nothing follows.
        await stage.PublishAsync(ids.Select((id, i) => Events.DecisionResolved(id, $"DEC-9{i:000}")));

        await using var connection = await NatsConnection.ConnectAsync(new NatsOptions { Url = stage.Services.Nats.Url }, cancellation: stage.Cancel);
        var jetStream = new JetStreamContext(connection);
        StreamInfo? stream = null;
        ConsumerInfo? consumer = null;
        await stage.UntilAsync("everything is acknowledged", async () =>
        {
            stream = await jetStream.FindStreamAsync("ACTIVITY_EVENTS", stage.Cancel);
            consumer = await jetStream.FindConsumerAsync("ACTIVITY_EVENTS", "activity-core", stage.Cancel);
            return consumer is { Pending: 0, AckPending: 0 };
        });
        var runs = await stage.QueryAsync<long>("select count(*) from runs where event_id = any(@ids) and state = 'completed'", ("ids", Texts(ids)));
        var tasks = await stage.QueryAsync<long>("select count(*) from task_spawn_log t join runs r using (run_id) where r.event_id = any(@ids)", ("ids", Texts(ids)));
        MissionException.ThrowUnless(waiting == 0 && runs == Count && tasks == Count, $"{waiting} taken while no router ran, then {runs} runs and {tasks} tasks of {Count} events");
        return $"{Count} events published while no router ran: {waiting} stored then, {runs} runs and {tasks} tasks after the start, none more when published again; stream {stream!.Config.Name} on {string.Join(' ', stream.Config.Subjects)} has {stream.State.Messages} messages, consumer {consumer!.Name}: 0 pending, 0 unacknowledged, {consumer.Redelivered} redelivered";
    }

    private static string[] Texts(IEnumerable<Guid> ids) => [.. ids.Select(id => id.ToString("D"))];
}
