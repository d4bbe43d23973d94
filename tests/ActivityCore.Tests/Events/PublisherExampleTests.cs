using ActivityCore.Events;
using ActivityCore.Events.Nats;
using ActivityCore.Settings;
using ActivityCore.Tests.Events.Nats;
using Microsoft.Extensions.DependencyInjection;

namespace ActivityCore.Tests.Events;

/// <summary>The example of docs/nats.md: nothing of the engine but the publisher, in a service of its own.</summary>
public sealed class PublisherExampleTests
{
    [Fact]
    public async Task Example_WithServers_PublishesAndMakesTheStream()
    {
        await using var nats = await NatsFixture.StartAsync();

        Assert.True(await PublishAsync(nats.Server.Url));
        Assert.Equal("org.myservice.thing.happened", Assert.Single(await nats.ReadAsync("ACTIVITY_EVENTS", 1)).Subject);
    }

    [Fact]
    public async Task Example_WithoutServers_DoesNothing() => Assert.False(await PublishAsync(url: null));

    [Fact]
    public async Task Example_OfTheDocumentation_IsWhatRunsHere()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(Rules.Repository.Root, "docs", "nats.md"), TestContext.Current.CancellationToken);
        var source = await File.ReadAllTextAsync(Path.Combine(Rules.Repository.Root, "tests", "ActivityCore.Tests", "Events", "PublisherExampleTests.cs"), TestContext.Current.CancellationToken);
        var example = page.Split("```csharp\n")[1].Split("```")[0];

        foreach (var line in example.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            Assert.Contains($"        {line}\n", source, StringComparison.Ordinal);
        }
    }

    private static async Task<bool> PublishAsync(string? url)
    {
        var services = new ServiceCollection().AddLogging();
        services.AddNats(new NatsSettings { Url = url }, publisher: "my-service");
        await using var provider = services.BuildServiceProvider();
        var publisher = provider.GetRequiredService<EventPublisher>();
        var published = await publisher.PublishAsync("org.myservice.thing.happened", new { slug = "alpha" });
        return published;
    }
}
