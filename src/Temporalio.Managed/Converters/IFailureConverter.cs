using Temporalio.Api.Failure.V1;

namespace Temporalio.Converters;

/// <summary>Converts exceptions to failures and back. Runs inside workflows: deterministic, immediate and thread-safe.</summary>
public interface IFailureConverter
{
    /// <summary>Converts an exception.</summary>
    Failure ToFailure(Exception exception, IPayloadConverter payloadConverter);

    /// <summary>Converts a failure. The failure may be changed.</summary>
    Exception ToException(Failure failure, IPayloadConverter payloadConverter);
}
