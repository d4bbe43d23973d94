using Temporalio.Api.Enums.V1;
using Temporalio.Api.Failure.V1;
using Temporalio.Converters;

namespace Temporalio.Exceptions;

/// <summary>A workflow or an activity ran out of time.</summary>
public class TimeoutFailureException : FailureException
{
    protected internal TimeoutFailureException(Failure failure, Exception? inner, IPayloadConverter converter)
        : base(failure, inner)
    {
        var info = failure.TimeoutFailureInfo
            ?? throw new ArgumentException("The failure has no timeout failure info.", nameof(failure));
        LastHeartbeatDetails = new InboundFailureDetails(converter, info.LastHeartbeatDetails?.Payloads_);
    }

    /// <inheritdoc cref="FailureException.Failure" />
    public new Failure Failure => base.Failure!;

    /// <summary>Which of the timeouts it was.</summary>
    public TimeoutType TimeoutType => Failure.TimeoutFailureInfo.TimeoutType;

    /// <summary>What the activity last reported; empty when it reported nothing.</summary>
    public InboundFailureDetails LastHeartbeatDetails { get; protected init; }
}
