using Temporalio.Workflows;

namespace ActivityCore.Demo;

/// <summary>A workflow of another team, on its own task queue: what a `workflow` instruction has done.</summary>
[Workflow]
public sealed class ChildWorkflow
{
    [WorkflowRun]
    public Task<IReadOnlyList<IReadOnlyDictionary<string, string>>> RunAsync(IReadOnlyDictionary<string, string> input) =>
        Task.FromResult<IReadOnlyList<IReadOnlyDictionary<string, string>>>(
            [new Dictionary<string, string>(StringComparer.Ordinal) { ["title"] = $"Rescan {input["repo"]}", ["target_repo"] = input["repo"] }]);
}
