using ActivityCore.Tests.Runs;

namespace ActivityCore.Tests.Routing;

/// <summary>On the embedded service.</summary>
public sealed class RunReconcilerOnDevServerTests(RunsOnDevServerTests.Service service) : RunReconcilerTests, IClassFixture<RunsOnDevServerTests.Service>
{
    protected override Task<string> TargetAsync() => Task.FromResult(service.Target);
}
