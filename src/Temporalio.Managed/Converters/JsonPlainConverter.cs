using System.Text.Json;
using Google.Protobuf;
using Temporalio.Api.Common.V1;

namespace Temporalio.Converters;

/// <summary>The encoding of everything that System.Text.Json takes.</summary>
public class JsonPlainConverter : IEncodingConverter
{
    private static readonly ByteString EncodingBytes = ByteString.CopyFromUtf8("json/plain");

    public JsonPlainConverter(JsonSerializerOptions serializerOptions) => SerializerOptions = serializerOptions;

    /// <inheritdoc />
    public virtual string Encoding => "json/plain";

    /// <summary>The options in use.</summary>
    protected JsonSerializerOptions SerializerOptions { get; private init; }

    /// <inheritdoc />
    public virtual bool TryToPayload(object? value, out Payload? payload)
    {
        payload = new Payload
        {
            Metadata = { ["encoding"] = EncodingBytes },
            Data = UnsafeByteOperations.UnsafeWrap(JsonSerializer.SerializeToUtf8Bytes(value, SerializerOptions)),
        };
        return true;
    }

    /// <inheritdoc />
    public virtual object? ToValue(Payload payload, Type type) =>
        JsonSerializer.Deserialize(payload.Data.Span, type, SerializerOptions);
}
