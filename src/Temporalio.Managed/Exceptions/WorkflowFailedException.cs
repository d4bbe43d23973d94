namespace Temporalio.Exceptions;

/// <summary>A workflow whose result was waited for did not succeed; the inner exception says how it ended.</summary>
public class WorkflowFailedException : TemporalException
{
    public WorkflowFailedException(Exception? inner)
        : base("Workflow failed", inner)
    {
    }
}
