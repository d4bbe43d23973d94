using ActivityCore.Tests.Runs;

namespace ActivityCore.Tests.Routing.Schedules;

/// <summary>On the embedded service.</summary>
public sealed class ScheduleSyncOnDevServerTests(RunsOnDevServerTests.Service service) : ScheduleSyncTests, IClassFixture<RunsOnDevServerTests.Service>
{
    protected override Task<string> TargetAsync() => Task.FromResult(service.Target);
}
