namespace ActivityCore.Tests.Runs;

/// <summary>On the embedded service.</summary>
public sealed class RunEndingsOnDevServerTests(RunsOnDevServerTests.Service service) : RunEndingsTests, IClassFixture<RunsOnDevServerTests.Service>
{
    protected override Task<string> TargetAsync() => Task.FromResult(service.Target);
}
