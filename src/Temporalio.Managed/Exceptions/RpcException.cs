using Temporalio.Api.Common.V1;

namespace Temporalio.Exceptions;

/// <summary>A gRPC call failed.</summary>
public class RpcException : TemporalException
{
    /// <param name="code">The gRPC status code.</param>
    /// <param name="message">The status message.</param>
    /// <param name="rawStatus">A serialized <c>google.rpc.Status</c> with the details, if the server sent one.</param>
    public RpcException(StatusCode code, string message, byte[]? rawStatus)
        : base(message)
    {
        Code = code;
        RawStatus = rawStatus;
        GrpcStatus = new Lazy<GrpcStatus?>(() => rawStatus is null ? null : Api.Common.V1.GrpcStatus.Parser.ParseFrom(rawStatus));
    }

    /// <summary>The status codes of gRPC, https://grpc.io/docs/guides/status-codes/.</summary>
    public enum StatusCode
    {
        /// <summary>Success.</summary>
        OK = 0,

        /// <summary>Cancelled, typically by the caller.</summary>
        Cancelled = 1,

        /// <summary>An error that says too little to be classified.</summary>
        Unknown = 2,

        /// <summary>The request is wrong whatever the state of the server.</summary>
        InvalidArgument = 3,

        /// <summary>The time allowed ran out; the call may have had its effect.</summary>
        DeadlineExceeded = 4,

        /// <summary>What the request names does not exist.</summary>
        NotFound = 5,

        /// <summary>What the request creates exists already.</summary>
        AlreadyExists = 6,

        /// <summary>The caller is known and may not do this.</summary>
        PermissionDenied = 7,

        /// <summary>A limit is reached: a quota, a rate, a size.</summary>
        ResourceExhausted = 8,

        /// <summary>The server is not in the state that the request needs.</summary>
        FailedPrecondition = 9,

        /// <summary>Lost against a concurrent change.</summary>
        Aborted = 10,

        /// <summary>Past the end of what there is.</summary>
        OutOfRange = 11,

        /// <summary>The server does not have this operation.</summary>
        Unimplemented = 12,

        /// <summary>Something that must hold does not.</summary>
        Internal = 13,

        /// <summary>The server cannot be reached or does not take calls now.</summary>
        Unavailable = 14,

        /// <summary>Data is lost or corrupt.</summary>
        DataLoss = 15,

        /// <summary>The caller is not known.</summary>
        Unauthenticated = 16,
    }

    /// <summary>The gRPC status code.</summary>
    public StatusCode Code { get; private init; }

    /// <summary>The serialized status with its details, or null when the server sent none.</summary>
    public byte[]? RawStatus { get; private init; }

    /// <summary>The status with its details, parsed when first asked for.</summary>
    public Lazy<GrpcStatus?> GrpcStatus { get; private init; }
}
