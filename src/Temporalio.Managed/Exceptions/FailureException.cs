using Temporalio.Api.Failure.V1;

namespace Temporalio.Exceptions;

/// <summary>
/// Base of the exceptions that have a wire form. Thrown from a workflow, one of these fails the workflow; any other
/// exception fails only the workflow task, which is then tried again.
/// </summary>
public class FailureException : TemporalException
{
    protected internal FailureException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    protected internal FailureException(Failure failure, Exception? inner)
        : base(failure.Message, inner) => Failure = failure;

    /// <summary>The wire form, or null when the exception was made in this process.</summary>
    public Failure? Failure { get; protected init; }

    /// <summary>The stack trace of this process or, when there is none, the one that came over the wire.</summary>
    public override string? StackTrace
    {
        get
        {
            var own = base.StackTrace;
            return string.IsNullOrEmpty(own) && Failure is { StackTrace.Length: > 0 } failure ? failure.StackTrace : own;
        }
    }
}
