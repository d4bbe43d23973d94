using Temporalio.Api.Common.V1;

namespace Temporalio.Converters;

/// <summary>
/// Encodes payloads on their way to the service, for instance to compress or encrypt them, and decodes them on the way
/// back. Runs outside workflows, may be slow, must be thread-safe and must not change the payloads it is given.
/// </summary>
public interface IPayloadCodec
{
    /// <summary>Encodes. The number of payloads may change.</summary>
    Task<IReadOnlyCollection<Payload>> EncodeAsync(IReadOnlyCollection<Payload> payloads);

    /// <summary>Decodes what <see cref="EncodeAsync" /> made; payloads of other origin should come back as they are.</summary>
    Task<IReadOnlyCollection<Payload>> DecodeAsync(IReadOnlyCollection<Payload> payloads);
}
