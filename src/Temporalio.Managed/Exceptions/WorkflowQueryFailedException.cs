namespace Temporalio.Exceptions;

/// <summary>A query failed in the workflow or on its worker.</summary>
public class WorkflowQueryFailedException : TemporalException
{
    public WorkflowQueryFailedException(string message)
        : base(message)
    {
    }
}
