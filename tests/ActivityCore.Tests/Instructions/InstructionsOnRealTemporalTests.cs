using ActivityCore.Tests.Runs;

namespace ActivityCore.Tests.Instructions;

/// <summary>On the official service.</summary>
public sealed class InstructionsOnRealTemporalTests(RunsOnRealTemporalTests.Service service) : InstructionWorkflowTests, IClassFixture<RunsOnRealTemporalTests.Service>
{
    protected override Task<string> TargetAsync() => service.TargetAsync();
}
