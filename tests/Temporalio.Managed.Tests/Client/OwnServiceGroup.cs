using Temporalio.Client;
using Temporalio.DevServer;

namespace Temporalio.Managed.Tests.Client;

[CollectionDefinition(Name)]
public sealed class OwnServiceGroup : ICollectionFixture<OwnServiceFixture>
{
    public const string Name = "our own dev service";
}

[Collection(OwnServiceGroup.Name)]
public sealed class WorkflowClientOnOwnServiceTests(OwnServiceFixture service) : WorkflowClientTests(service);

[Collection(OwnServiceGroup.Name)]
public sealed class AsyncActivityOnOwnServiceTests(OwnServiceFixture service) : AsyncActivityTests(service);

[Collection(OwnServiceGroup.Name)]
public sealed class ScheduleOnOwnServiceTests(OwnServiceFixture service) : ScheduleTests(service);

[Collection(OwnServiceGroup.Name)]
public sealed class ScheduleSpecOnOwnServiceTests(OwnServiceFixture service) : ScheduleSpecTests(service);

[Collection(OwnServiceGroup.Name)]
public sealed class ScheduleRulesOnOwnServiceTests(OwnServiceFixture service) : ScheduleRulesTests(service);

/// <summary>Our own service in this process, in memory.</summary>
public sealed class OwnServiceFixture : ITemporalService, IAsyncLifetime
{
    private TemporalDevServer? _server;

    public async ValueTask InitializeAsync() => _server = await TemporalDevServer.StartAsync(new TemporalDevServerOptions());

    public Task<TemporalClient> ConnectAsync(Action<TemporalClientConnectOptions>? configure = null)
    {
        var options = new TemporalClientConnectOptions(_server!.Target);
        configure?.Invoke(options);
        return TemporalClient.ConnectAsync(options);
    }

    public async ValueTask DisposeAsync() => await _server!.DisposeAsync();
}
