using System.Reflection;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Temporalio.Api.Common.V1;

namespace Temporalio.Converters;

/// <summary>What both protobuf encodings need to know of a message type.</summary>
internal static class ProtoMessages
{
    /// <summary>The descriptor of a generated message type; the payload must be of the same message.</summary>
    public static MessageDescriptor DescriptorOf(Payload payload, Type type)
    {
        if (!typeof(IMessage).IsAssignableFrom(type))
            throw new ArgumentException($"Payload is a protobuf message, but type is {type}", nameof(type));
        var property = type.GetProperty("Descriptor", BindingFlags.Public | BindingFlags.Static);
        var descriptor = property?.GetValue(null) as MessageDescriptor
            ?? throw new ArgumentException($"Protobuf type {type} has no descriptor", nameof(type));
        if (payload.Metadata.TryGetValue("messageType", out var name) &&
            !string.Equals(name.ToStringUtf8(), descriptor.FullName, StringComparison.Ordinal))
        {
            throw new ArgumentException(
                $"Payload has protobuf type {name.ToStringUtf8()}, but type {type} is {descriptor.FullName}", nameof(type));
        }

        return descriptor;
    }
}
