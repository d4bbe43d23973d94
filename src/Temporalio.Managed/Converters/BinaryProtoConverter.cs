using Google.Protobuf;
using Temporalio.Api.Common.V1;

namespace Temporalio.Converters;

/// <summary>The encoding of protobuf messages in their binary form.</summary>
public class BinaryProtoConverter : IEncodingConverter
{
    private static readonly ByteString EncodingBytes = ByteString.CopyFromUtf8("binary/protobuf");

    /// <inheritdoc />
    public string Encoding => "binary/protobuf";

    /// <inheritdoc />
    public bool TryToPayload(object? value, out Payload? payload)
    {
        payload = value is IMessage message
            ? new Payload
            {
                Metadata =
                {
                    ["encoding"] = EncodingBytes,
                    ["messageType"] = ByteString.CopyFromUtf8(message.Descriptor.FullName),
                },
                Data = message.ToByteString(),
            }
            : null;
        return payload is not null;
    }

    /// <inheritdoc />
    public object? ToValue(Payload payload, Type type) =>
        ProtoMessages.DescriptorOf(payload, type).Parser.ParseFrom(payload.Data);
}
