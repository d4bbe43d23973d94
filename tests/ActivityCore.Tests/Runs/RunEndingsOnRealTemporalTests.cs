namespace ActivityCore.Tests.Runs;

/// <summary>On the official service.</summary>
public sealed class RunEndingsOnRealTemporalTests(RunsOnRealTemporalTests.Service service) : RunEndingsTests, IClassFixture<RunsOnRealTemporalTests.Service>
{
    protected override Task<string> TargetAsync() => service.TargetAsync();
}
