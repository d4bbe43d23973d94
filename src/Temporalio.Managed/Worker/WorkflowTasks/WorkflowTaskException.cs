using Temporalio.Api.Enums.V1;

namespace Temporalio.Worker.WorkflowTasks;

/// <summary>The task of a workflow must fail; the workflow itself goes on when a later attempt succeeds.</summary>
internal sealed class WorkflowTaskException : Exception
{
    public WorkflowTaskException(WorkflowTaskFailedCause cause, Exception reason)
        : base(reason.Message, reason)
    {
        Cause = cause;
        Reason = reason;
    }

    public WorkflowTaskFailedCause Cause { get; }

    public Exception Reason { get; }
}
