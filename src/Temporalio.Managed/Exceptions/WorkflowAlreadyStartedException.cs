namespace Temporalio.Exceptions;

/// <summary>The workflow id is in use, and the policies given at the start forbid a second run.</summary>
public class WorkflowAlreadyStartedException : FailureException
{
    public WorkflowAlreadyStartedException(string message, string workflowId, string workflowType, string runId)
        : base(message)
    {
        WorkflowId = workflowId;
        WorkflowType = workflowType;
        RunId = runId;
    }

    /// <summary>The id in use.</summary>
    public string WorkflowId { get; private init; }

    /// <summary>The type that was to be started.</summary>
    public string WorkflowType { get; private init; }

    /// <summary>The run that has the id, or <c>&lt;unknown&gt;</c> when a workflow tried to start it as a child.</summary>
    public string RunId { get; private init; }
}
