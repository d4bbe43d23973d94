using System.Text.Json;
using Google.Protobuf;
using Temporalio.Api.Common.V1;

namespace Temporalio.DevServer.Api;

/// <summary>Texts of the service itself, in the form that clients read.</summary>
internal static class JsonPayloads
{
    public static Payloads Of(string text) => new() { Payloads_ = { Payload(text) } };

    public static Payload Payload(string text) => new()
    {
        Metadata = { ["encoding"] = ByteString.CopyFromUtf8("json/plain") },
        Data = ByteString.CopyFrom(JsonSerializer.SerializeToUtf8Bytes(text)),
    };
}
