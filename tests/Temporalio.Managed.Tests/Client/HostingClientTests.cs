using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Temporalio.Client;

namespace Temporalio.Managed.Tests.Client;

public class HostingClientTests
{
    [Fact]
    public void AddTemporalClient_TargetAndNamespace_IsALazySingleton()
    {
        var services = new ServiceCollection().AddLogging();
        services.AddTemporalClient("localhost:1", "ns").Configure(options => options.Identity = "me");
        using var provider = services.BuildServiceProvider();

        var client = provider.GetRequiredService<ITemporalClient>();

        Assert.Same(client, provider.GetRequiredService<ITemporalClient>());
        Assert.False(client.Connection.IsConnected);
        Assert.Equal(("localhost:1", "me", "ns"), (client.Connection.Options.TargetHost, client.Connection.Options.Identity, client.Options.Namespace));
        Assert.Same(provider.GetRequiredService<ILoggerFactory>(), client.Options.LoggerFactory);
    }

    [Fact]
    public void AddTemporalClient_ByAction_KeepsAnEarlierClient()
    {
        var services = new ServiceCollection();
        services.AddTemporalClient(options => options.TargetHost = "first:1").AddTemporalClient(options => options.Namespace = "second");
        using var provider = services.BuildServiceProvider();

        var client = provider.GetRequiredService<ITemporalClient>();

        Assert.Single(provider.GetServices<ITemporalClient>());
        Assert.Equal(("first:1", "second"), (client.Connection.Options.TargetHost, client.Options.Namespace));
    }
}
