using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;

namespace Temporalio.Exceptions;

/// <summary>What a workflow sees of a failed child workflow; the inner exception is the child's own.</summary>
public class ChildWorkflowFailureException : FailureException
{
    protected internal ChildWorkflowFailureException(Failure failure, Exception? inner)
        : base(failure, inner)
    {
        if (failure.ChildWorkflowExecutionFailureInfo is null)
            throw new ArgumentException("The failure has no child workflow failure info.", nameof(failure));
    }

    /// <inheritdoc cref="FailureException.Failure" />
    public new Failure Failure => base.Failure!;

    /// <summary>The child's namespace.</summary>
    public string Namespace => Failure.ChildWorkflowExecutionFailureInfo.Namespace;

    /// <summary>The child's workflow id.</summary>
    public string WorkflowId => Failure.ChildWorkflowExecutionFailureInfo.WorkflowExecution.WorkflowId;

    /// <summary>The child's run id.</summary>
    public string RunId => Failure.ChildWorkflowExecutionFailureInfo.WorkflowExecution.RunId;

    /// <summary>The child's type name.</summary>
    public string WorkflowType => Failure.ChildWorkflowExecutionFailureInfo.WorkflowType.Name;

    /// <summary>Why there is no further attempt.</summary>
    public RetryState RetryState => Failure.ChildWorkflowExecutionFailureInfo.RetryState;
}
