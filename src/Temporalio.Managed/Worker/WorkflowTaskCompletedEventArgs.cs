using Temporalio.Workflows;

namespace Temporalio.Worker;

/// <summary>Workflow code has run; nothing is sent yet.</summary>
public class WorkflowTaskCompletedEventArgs : WorkflowTaskEventArgs
{
    internal WorkflowTaskCompletedEventArgs(
        WorkflowInfo workflowInfo, WorkflowDefinition workflowDefinition, Exception? taskFailureException)
        : base(workflowInfo, workflowDefinition) => TaskFailureException = taskFailureException;

    /// <summary>What failed the task, if anything. A failure of the workflow itself is none.</summary>
    public Exception? TaskFailureException { get; }
}
