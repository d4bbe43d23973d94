using Temporalio.Api.Failure.V1;

namespace Temporalio.Exceptions;

/// <summary>A workflow was terminated.</summary>
public class TerminatedFailureException : FailureException
{
    protected internal TerminatedFailureException(Failure failure, Exception? inner, InboundFailureDetails? details)
        : base(failure, inner)
    {
        if (failure.TerminatedFailureInfo is null)
            throw new ArgumentException("The failure has no terminated failure info.", nameof(failure));
        Details = details;
    }

    /// <inheritdoc cref="FailureException.Failure" />
    public new Failure Failure => base.Failure!;

    /// <summary>Values given by whoever terminated the workflow; only a client that waits for a result sees them.</summary>
    public InboundFailureDetails? Details { get; protected init; }
}
