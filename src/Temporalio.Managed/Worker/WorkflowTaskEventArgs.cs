using Temporalio.Workflows;

namespace Temporalio.Worker;

/// <summary>An event about a workflow task.</summary>
public abstract class WorkflowTaskEventArgs : EventArgs
{
    private protected WorkflowTaskEventArgs(WorkflowInfo workflowInfo, WorkflowDefinition workflowDefinition)
    {
        WorkflowInfo = workflowInfo;
        WorkflowDefinition = workflowDefinition;
    }

    /// <summary>The workflow.</summary>
    public WorkflowInfo WorkflowInfo { get; }

    /// <summary>Its definition.</summary>
    public WorkflowDefinition WorkflowDefinition { get; }
}
