using Temporalio.Api.Enums.V1;

namespace Temporalio.Exceptions;

/// <summary>The service rejected a query because of the workflow's status and the caller's reject condition.</summary>
public class WorkflowQueryRejectedException : TemporalException
{
    public WorkflowQueryRejectedException(WorkflowExecutionStatus workflowStatus)
        : base($"Query rejected, workflow status: {workflowStatus}") => WorkflowStatus = workflowStatus;

    /// <summary>The status that led to the rejection.</summary>
    public WorkflowExecutionStatus WorkflowStatus { get; private init; }
}
