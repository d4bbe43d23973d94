using System.Text.Json;
using Google.Protobuf;
using Temporalio.Api.Common.V1;

namespace Temporalio.Converters;

/// <summary>
/// Tries encodings in order, the first that takes the value wins: null, byte arrays, protobuf messages as JSON, everything
/// else as plain JSON. Binary protobuf is only read.
/// </summary>
public class DefaultPayloadConverter : IPayloadConverter
{
    /// <summary>The usual encodings, with the default JSON options.</summary>
    public DefaultPayloadConverter()
        : this(new JsonSerializerOptions())
    {
    }

    /// <summary>The usual encodings, with other options for plain JSON.</summary>
    protected DefaultPayloadConverter(JsonSerializerOptions jsonSerializerOptions)
        : this(
            new BinaryNullConverter(),
            new BinaryPlainConverter(),
            new JsonProtoConverter(),
            new BinaryProtoConverter(),
            new JsonPlainConverter(jsonSerializerOptions))
    {
    }

    /// <summary>Other encodings; no two may have the same name.</summary>
    protected DefaultPayloadConverter(params IEncodingConverter[] encodingConverters)
    {
        EncodingConverters = Array.AsReadOnly(encodingConverters);
        IndexedEncodingConverters = encodingConverters.ToDictionary(converter => ByteString.CopyFromUtf8(converter.Encoding));
    }

    /// <summary>The encodings in the order in which they are tried.</summary>
    public IReadOnlyCollection<IEncodingConverter> EncodingConverters { get; private init; }

    /// <summary>The encodings by name.</summary>
    protected IReadOnlyDictionary<ByteString, IEncodingConverter> IndexedEncodingConverters { get; private init; }

    /// <inheritdoc />
    public Payload ToPayload(object? value)
    {
        if (value is IRawValue raw)
            return raw.Payload;
        foreach (var converter in EncodingConverters)
        {
            if (converter.TryToPayload(value, out var payload))
                return payload!;
        }

        throw new ArgumentException($"Value of type {value?.GetType().ToString() ?? "<null>"} has no known converter", nameof(value));
    }

    /// <inheritdoc />
    public object? ToValue(Payload payload, Type type)
    {
        if (type == typeof(IRawValue) || type == typeof(RawValue))
            return new RawValue(payload);
        if (!payload.Metadata.TryGetValue("encoding", out var encoding))
            throw new ArgumentException("The payload names no encoding.", nameof(payload));
        return IndexedEncodingConverters.TryGetValue(encoding, out var converter)
            ? converter.ToValue(payload, type)
            : throw new ArgumentException($"Unknown payload encoding {encoding.ToStringUtf8()}", nameof(payload));
    }
}
