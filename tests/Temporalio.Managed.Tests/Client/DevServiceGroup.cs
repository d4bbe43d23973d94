using RealComponents;
using Temporalio.Client;

namespace Temporalio.Managed.Tests.Client;

[CollectionDefinition(Name)]
public sealed class DevServiceGroup : ICollectionFixture<DevServiceFixture>
{
    public const string Name = "real Temporal dev service";
}

[Collection(DevServiceGroup.Name)]
public sealed class WorkflowClientOnRealServiceTests(DevServiceFixture service) : WorkflowClientTests(service);

[Collection(DevServiceGroup.Name)]
public sealed class WorkflowListOnRealServiceTests(DevServiceFixture service) : WorkflowListTests(service);

[Collection(DevServiceGroup.Name)]
public sealed class AsyncActivityOnRealServiceTests(DevServiceFixture service) : AsyncActivityTests(service);

[Collection(DevServiceGroup.Name)]
public sealed class ScheduleOnRealServiceTests(DevServiceFixture service) : ScheduleTests(service);

[Collection(DevServiceGroup.Name)]
public sealed class ScheduleSpecOnRealServiceTests(DevServiceFixture service) : ScheduleSpecTests(service);

[Collection(DevServiceGroup.Name)]
public sealed class ScheduleRulesOnRealServiceTests(DevServiceFixture service) : ScheduleRulesTests(service);

/// <summary>One official dev service for all tests of the collection; without the program they are skipped by name.</summary>
public sealed class DevServiceFixture : IAsyncLifetime, ITemporalService
{
    private TemporalDevService? _service;
    private string? _missing;

    public async ValueTask InitializeAsync()
    {
        try
        {
            _service = await TemporalDevService.StartAsync();
        }
        catch (Exception e) when (e.Message.StartsWith("$XunitDynamicSkip$", StringComparison.Ordinal))
        {
            // A fixture cannot be skipped; its tests are.
            _missing = e.Message["$XunitDynamicSkip$".Length..];
        }
    }

    public Task<TemporalClient> ConnectAsync(Action<TemporalClientConnectOptions>? configure = null)
    {
        if (_service is null)
            Assert.Skip(_missing!);
        var options = new TemporalClientConnectOptions(_service.Target);
        configure?.Invoke(options);
        return TemporalClient.ConnectAsync(options);
    }

    public async ValueTask DisposeAsync()
    {
        if (_service is not null)
            await _service.DisposeAsync();
    }
}
