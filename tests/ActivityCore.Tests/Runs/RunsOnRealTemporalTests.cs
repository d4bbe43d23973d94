using ActivityCore.Runs;
using RealComponents;
using Temporalio.Client;

namespace ActivityCore.Tests.Runs;

/// <summary>On the official service.</summary>
public sealed class RunsOnRealTemporalTests(RunsOnRealTemporalTests.Service service) : RunActivityWorkflowTests, IClassFixture<RunsOnRealTemporalTests.Service>
{
    protected override Task<string> TargetAsync() => service.TargetAsync();

    /// <summary>Started by the first test that needs it, so that a missing program skips tests by name.</summary>
    public sealed class Service : IAsyncDisposable
    {
        private readonly SemaphoreSlim _starting = new(1, 1);
        private TemporalDevService? _service;

        public async Task<string> TargetAsync()
        {
            await _starting.WaitAsync();
            try
            {
                if (_service is null)
                {
                    _service = await TemporalDevService.StartAsync();
                    await TemporalResources.ApplyAsync(await TemporalClient.ConnectAsync(new(_service.Target)));
                }

                return _service.Target;
            }
            finally
            {
                _starting.Release();
            }
        }

        public async ValueTask DisposeAsync()
        {
            _starting.Dispose();
            if (_service is not null)
            {
                await _service.DisposeAsync();
            }
        }
    }
}
