using Google.Protobuf;
using Temporalio.Api.Common.V1;

namespace Temporalio.Converters;

/// <summary>The encoding of byte arrays.</summary>
public class BinaryPlainConverter : IEncodingConverter
{
    private static readonly ByteString EncodingBytes = ByteString.CopyFromUtf8("binary/plain");

    /// <inheritdoc />
    public string Encoding => "binary/plain";

    /// <inheritdoc />
    public bool TryToPayload(object? value, out Payload? payload)
    {
        payload = value is byte[] bytes
            ? new Payload { Metadata = { ["encoding"] = EncodingBytes }, Data = ByteString.CopyFrom(bytes) }
            : null;
        return payload is not null;
    }

    /// <inheritdoc />
    public object? ToValue(Payload payload, Type type) =>
        type.IsAssignableFrom(typeof(byte[]))
            ? payload.Data.ToByteArray()
            : throw new ArgumentException($"Payload is a byte array, but type is {type}", nameof(type));
}
