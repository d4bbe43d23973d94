using Temporalio.DevServer;

namespace ActivityCore.Tests.Routing.Schedules;

/// <summary>On the embedded service.</summary>
public sealed class ScheduleCatchUpOnDevServerTests : ScheduleCatchUpTests
{
    protected override async Task<(string Target, IAsyncDisposable Service)> StartServiceAsync(string file)
    {
        var server = await TemporalDevServer.StartAsync(new() { DatabasePath = file });
        return (server.Target, server);
    }
}
