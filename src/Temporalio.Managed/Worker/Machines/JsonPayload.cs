using Google.Protobuf;
using Temporalio.Api.Common.V1;

namespace Temporalio.Worker.Machines;

/// <summary>A payload that the worker itself writes, whatever the user's converter is.</summary>
internal static class JsonPayload
{
    private static readonly ByteString Encoding = ByteString.CopyFromUtf8("json/plain");

    public static Payload Of(byte[] json) => new()
    {
        Metadata = { ["encoding"] = Encoding },
        Data = UnsafeByteOperations.UnsafeWrap(json),
    };
}
