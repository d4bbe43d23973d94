using Temporalio.Api.Common.V1;

namespace Temporalio.Converters;

/// <summary>
/// Converts values to payloads and back. Runs inside workflows, so it must be deterministic, immediate and thread-safe;
/// what needs the network belongs into an <see cref="IPayloadCodec" />.
/// </summary>
public interface IPayloadConverter
{
    /// <summary>Converts a value.</summary>
    /// <exception cref="ArgumentException">No converter takes the value.</exception>
    Payload ToPayload(object? value);

    /// <summary>Converts a payload to a value of a type.</summary>
    /// <exception cref="ArgumentException">The payload's encoding is unknown.</exception>
    object? ToValue(Payload payload, Type type);
}
