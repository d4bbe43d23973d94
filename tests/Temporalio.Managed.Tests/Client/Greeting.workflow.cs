using Temporalio.Workflows;

namespace Temporalio.Managed.Tests.Client;

/// <summary>Never run: its members are only named in calls.</summary>
[Workflow]
public class Greeting
{
    [WorkflowQuery]
    public int Count => 0;

    [WorkflowRun]
    public Task<string> RunAsync(string name, int times) => Task.FromResult(name + times);

    [WorkflowSignal("poke-it")]
    public Task PokeAsync(string how) => Task.FromResult(how);

    [WorkflowQuery]
    public int CountOf(string what) => what.Length;
}
