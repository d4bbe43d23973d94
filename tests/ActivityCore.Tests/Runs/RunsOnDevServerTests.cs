using ActivityCore.Runs;
using Temporalio.Client;
using Temporalio.DevServer;

namespace ActivityCore.Tests.Runs;

/// <summary>On the embedded service.</summary>
public sealed class RunsOnDevServerTests(RunsOnDevServerTests.Service service) : RunActivityWorkflowTests, IClassFixture<RunsOnDevServerTests.Service>
{
    protected override Task<string> TargetAsync() => Task.FromResult(service.Target);

    public sealed class Service : IAsyncLifetime
    {
        private TemporalDevServer? _server;

        public string Target => _server!.Target;

        public async ValueTask InitializeAsync()
        {
            _server = await TemporalDevServer.StartAsync(new());
            await TemporalResources.ApplyAsync(await ConnectAsync(_server.Target));
        }

        public ValueTask DisposeAsync() => _server!.DisposeAsync();

        // The first call of all, for client and service: ten seconds are not enough for it on a busy machine.
        private static async Task<TemporalClient> ConnectAsync(string target)
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    return await TemporalClient.ConnectAsync(new(target));
                }
                catch (InvalidOperationException) when (attempt < 12)
                {
                    // Again.
                }
            }
        }
    }
}
