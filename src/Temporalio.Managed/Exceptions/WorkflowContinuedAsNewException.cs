namespace Temporalio.Exceptions;

/// <summary>A run whose result was waited for continued as new, and the caller does not follow runs.</summary>
public class WorkflowContinuedAsNewException : TemporalException
{
    public WorkflowContinuedAsNewException(string newRunId)
        : base("Workflow continued as new") => NewRunId = newRunId;

    /// <summary>The run that follows.</summary>
    public string NewRunId { get; private init; }
}
