using ActivityCore.Events;
using ActivityCore.Events.Nats;
using ActivityCore.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace ActivityCore.Demo.Rows;

/// <summary>Another service publishes through the library, and nothing happens to it where no NATS is set.</summary>
internal sealed class PublisherRow : IMissionRow
{
    public string Id => "M13";

    public string What => "Publisher library and command for other services";

    public async Task<string> SeeAsync(Stage stage)
    {
        var decision = $"DEC-{Guid.NewGuid():N}";
        var published = await PublishAsync(new NatsSettings { Url = stage.Services.Nats.Url }, decision, stage.Cancel);
        string? title = null;
        await stage.UntilAsync("the published event has made its task", async () =>
            (title = await stage.QueryAsync<string>("select coalesce((select payload::json ->> 'title' from task_spawn_log where payload like @part), '')", ("part", $"%{decision}%"))).Length > 0);
        var publisher = await stage.QueryAsync<string>("select publisher || ' by ' || intake from events where envelope like @part", ("part", $"%{decision}%"));
        var off = await PublishAsync(new NatsSettings(), decision, stage.Cancel);
        MissionException.ThrowUnless(published && !off, $"published: {published}; without NATS_URL: {off}");
        return $"EventPublisher of demo-service published, taken from {publisher}, made \"{title}\"; without NATS_URL it did nothing and did not throw";
    }

    private static async Task<bool> PublishAsync(NatsSettings settings, string decision, CancellationToken cancel)
    {
        await using var services = new ServiceCollection().AddLogging().AddNats(settings, publisher: "demo-service").BuildServiceProvider();
        return await services.GetRequiredService<EventPublisher>().PublishAsync(
            "org.statehub.decision.resolved", new { decision_id = decision, outcome = "rejected", repo_slug = "state-hub" }, cancel);
    }
}
