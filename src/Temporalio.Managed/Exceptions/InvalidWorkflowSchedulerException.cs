namespace Temporalio.Exceptions;

/// <summary>A task of a workflow was started on another scheduler than the workflow's.</summary>
public class InvalidWorkflowSchedulerException : InvalidWorkflowOperationException
{
    internal InvalidWorkflowSchedulerException(string message, string? stackTraceOverride = null)
        : base(message, stackTraceOverride)
    {
    }
}
