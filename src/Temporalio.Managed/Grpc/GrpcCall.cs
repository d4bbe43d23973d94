using Google.Protobuf;

namespace Temporalio.Grpc;

/// <summary>One attempt of a unary call.</summary>
internal sealed record GrpcCall
{
    /// <summary>Full service name, such as <c>temporal.api.workflowservice.v1.WorkflowService</c>.</summary>
    public required string Service { get; init; }

    public required string Method { get; init; }

    public required IMessage Request { get; init; }

    /// <summary>Time for the attempt, on both ends.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>Metadata, later values replace earlier ones of the same name. Names are in lower case.</summary>
    public required IReadOnlyDictionary<string, string> Metadata { get; init; }
}
