namespace Temporalio.Exceptions;

/// <summary>
/// Workflow code does not repeat what its history records. Seldom caught, but usable as a failure exception type, so
/// that such a workflow fails instead of waiting for a fixed worker.
/// </summary>
public class WorkflowNondeterminismException : InvalidWorkflowOperationException
{
    internal WorkflowNondeterminismException(string message)
        : base(message)
    {
    }
}
