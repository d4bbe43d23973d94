using ActivityCore.Tests.Runs;

namespace ActivityCore.Tests.Routing.Schedules;

/// <summary>On the embedded service.</summary>
public sealed class ScheduledRunOnDevServerTests(RunsOnDevServerTests.Service service) : ScheduledRunTests, IClassFixture<RunsOnDevServerTests.Service>
{
    protected override Task<string> TargetAsync() => Task.FromResult(service.Target);
}
