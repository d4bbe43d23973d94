using ActivityCore.Tests.Runs;

namespace ActivityCore.Tests.Routing.Schedules;

/// <summary>On the embedded service.</summary>
public sealed class CronTimesOnDevServerTests(RunsOnDevServerTests.Service service) : CronTimesConformance, IClassFixture<RunsOnDevServerTests.Service>
{
    protected override Task<string> TargetAsync() => Task.FromResult(service.Target);

    protected override bool TakesEveryShowing => true;
}
