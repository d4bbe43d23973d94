using ActivityCore.Tests.Runs;

namespace ActivityCore.Tests.Routing;

/// <summary>On the official service.</summary>
public sealed class RunReconcilerOnRealTemporalTests(RunsOnRealTemporalTests.Service service) : RunReconcilerTests, IClassFixture<RunsOnRealTemporalTests.Service>
{
    protected override Task<string> TargetAsync() => service.TargetAsync();
}
