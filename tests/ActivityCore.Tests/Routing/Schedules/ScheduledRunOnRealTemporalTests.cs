using ActivityCore.Tests.Runs;

namespace ActivityCore.Tests.Routing.Schedules;

/// <summary>On the official service.</summary>
public sealed class ScheduledRunOnRealTemporalTests(RunsOnRealTemporalTests.Service service) : ScheduledRunTests, IClassFixture<RunsOnRealTemporalTests.Service>
{
    protected override Task<string> TargetAsync() => service.TargetAsync();
}
