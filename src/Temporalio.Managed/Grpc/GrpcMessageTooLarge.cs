using Temporalio.Exceptions;

namespace Temporalio.Grpc;

/// <summary>Recognises the service's refusal of a request above its size limit; only the text tells it from a quota.</summary>
internal static class GrpcMessageTooLarge
{
    private const string Received = "grpc: received message larger than max";
    private const string AfterDecompression = "grpc: received message after decompression larger than max";

    public static bool Is(RpcException failure) =>
        failure.Code == RpcException.StatusCode.ResourceExhausted &&
        (failure.Message.StartsWith(Received, StringComparison.Ordinal) ||
            failure.Message.StartsWith(AfterDecompression, StringComparison.Ordinal) ||
            failure.Message.StartsWith("The answer has ", StringComparison.Ordinal));
}
