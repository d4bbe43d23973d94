using System.Collections.Concurrent;
using Temporalio.Workflows;

namespace Temporalio.Managed.Tests.Worker;

/// <summary>What a test turns on for one workflow: tests of both services use the same workflow types side by side.</summary>
public sealed class WorkflowSwitch
{
    private readonly ConcurrentDictionary<string, bool> _on = new(StringComparer.Ordinal);

    /// <summary>Asked inside the workflow.</summary>
    public bool IsOn => _on.ContainsKey(Workflow.Info.WorkflowId);

    public void TurnOn(string workflowId) => _on.TryAdd(workflowId, true);

    public void TurnOff(string workflowId) => _on.TryRemove(workflowId, out _);
}
