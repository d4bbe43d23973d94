using Temporalio.Api.Failure.V1;

namespace Temporalio.Exceptions;

/// <summary>A failure that the service itself reports.</summary>
public class ServerFailureException : FailureException
{
    protected internal ServerFailureException(Failure failure, Exception? inner)
        : base(failure, inner)
    {
        if (failure.ServerFailureInfo is null)
            throw new ArgumentException("The failure has no server failure info.", nameof(failure));
    }

    /// <inheritdoc cref="FailureException.Failure" />
    public new Failure Failure => base.Failure!;

    /// <summary>True when another attempt is useless.</summary>
    public bool NonRetryable => Failure.ServerFailureInfo.NonRetryable;
}
