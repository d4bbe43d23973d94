using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Temporalio.DevServer.Grpc;

/// <summary>A refusal that the caller sees as a gRPC status.</summary>
internal sealed class RpcStatusException : Exception
{
    public RpcStatusException(GrpcStatusCode code, string message, params IMessage[] details)
        : base(message)
    {
        Code = code;
        Details = [.. details.Select(Any.Pack)];
    }

    public GrpcStatusCode Code { get; }

    public IReadOnlyList<Any> Details { get; }
}
