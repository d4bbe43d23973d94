using ActivityCore.Tests.Runs;

namespace ActivityCore.Tests.Instructions;

/// <summary>On the embedded service.</summary>
public sealed class InstructionsOnDevServerTests(RunsOnDevServerTests.Service service) : InstructionWorkflowTests, IClassFixture<RunsOnDevServerTests.Service>
{
    protected override Task<string> TargetAsync() => Task.FromResult(service.Target);
}
