using Temporalio.Api.Common.V1;

namespace Temporalio.Converters;

/// <summary>A converter for one encoding.</summary>
/// <seealso cref="DefaultPayloadConverter" />
public interface IEncodingConverter
{
    /// <summary>The encoding's name, as it stands in the payload's metadata.</summary>
    string Encoding { get; }

    /// <summary>Converts the value if this encoding is for it.</summary>
    bool TryToPayload(object? value, out Payload? payload);

    /// <summary>Converts a payload of this encoding.</summary>
    object? ToValue(Payload payload, Type type);
}
