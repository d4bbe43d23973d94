using Temporalio.Api.Failure.V1;
using Temporalio.Converters;

namespace Temporalio.Exceptions;

/// <summary>A cancellation, as it travels over the wire.</summary>
public class CanceledFailureException : FailureException
{
    protected internal CanceledFailureException(string message, IReadOnlyCollection<object?>? details = null)
        : base(message) => Details = new OutboundFailureDetails(details ?? []);

    protected internal CanceledFailureException(Failure failure, Exception? inner, IPayloadConverter converter)
        : base(failure, inner)
    {
        var info = failure.CanceledFailureInfo
            ?? throw new ArgumentException("The failure has no canceled failure info.", nameof(failure));
        Details = new InboundFailureDetails(converter, info.Details?.Payloads_);
    }

    /// <summary>Values that travel with the cancellation; never null.</summary>
    public IFailureDetails Details { get; protected init; }
}
