using RealComponents;

namespace ActivityCore.Tests.Routing.Schedules;

/// <summary>On the official service.</summary>
public sealed class ScheduleCatchUpOnRealTemporalTests : ScheduleCatchUpTests
{
    protected override async Task<(string Target, IAsyncDisposable Service)> StartServiceAsync(string file)
    {
        var service = await TemporalDevService.StartAsync(databaseFile: file);
        return (service.Target, service);
    }
}
