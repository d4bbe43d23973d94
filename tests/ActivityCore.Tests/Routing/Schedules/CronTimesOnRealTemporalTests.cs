using ActivityCore.Tests.Runs;

namespace ActivityCore.Tests.Routing.Schedules;

/// <summary>On the official service.</summary>
public sealed class CronTimesOnRealTemporalTests(RunsOnRealTemporalTests.Service service) : CronTimesConformance, IClassFixture<RunsOnRealTemporalTests.Service>
{
    protected override Task<string> TargetAsync() => service.TargetAsync();
}
