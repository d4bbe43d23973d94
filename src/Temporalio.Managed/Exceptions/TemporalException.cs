namespace Temporalio.Exceptions;

/// <summary>Base of every exception of this library.</summary>
public abstract class TemporalException : Exception
{
    protected TemporalException()
    {
    }

    protected TemporalException(string message)
        : base(message)
    {
    }

    protected TemporalException(string message, Exception? inner)
        : base(message, inner)
    {
    }

    /// <summary>
    /// True for every shape in which a cancellation can surface: .NET's own exception (a cancelled timer, a cancelled
    /// token), Temporal's, and an activity or child workflow that failed because it was cancelled.
    /// </summary>
    public static bool IsCanceledException(Exception e) =>
        e is OperationCanceledException or CanceledFailureException
            or ActivityFailureException { InnerException: CanceledFailureException }
            or ChildWorkflowFailureException { InnerException: CanceledFailureException };
}
