using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Temporalio.Exceptions;
using Temporalio.Shared.Grpc;

namespace Temporalio.Grpc;

/// <summary>The end of a call: code, message and, if sent, details.</summary>
internal sealed record GrpcStatus(RpcException.StatusCode Code, string Message, byte[]? Details)
{
    public RpcException ToException() => new(Code, Message, Details);

    /// <summary>Reads the status from trailers or, in an answer without a body, from headers. Null when there is none.</summary>
    public static GrpcStatus? TryRead(HttpHeaders headers)
    {
        if (Single(headers, GrpcNames.Status) is not { } text)
            return null;
        var message = GrpcStatusMessage.Decode(Single(headers, GrpcNames.Message) ?? string.Empty);
        var details = Single(headers, GrpcNames.StatusDetails) is { } encoded ? GrpcBinaryValue.TryDecode(encoded) : null;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return new GrpcStatus(RpcException.StatusCode.Unknown, $"The server sent the status '{text}', which is no number. {message}".TrimEnd(), details);
        return Enum.IsDefined((RpcException.StatusCode)number)
            ? new GrpcStatus((RpcException.StatusCode)number, message, details)
            : new GrpcStatus(RpcException.StatusCode.Unknown, $"The server sent the unknown status {number}. {message}".TrimEnd(), details);
    }

    /// <summary>The code for an HTTP status without a gRPC status, https://github.com/grpc/grpc/blob/master/doc/http-grpc-status-mapping.md.</summary>
    public static RpcException.StatusCode CodeOf(HttpStatusCode http) => http switch
    {
        HttpStatusCode.BadRequest => RpcException.StatusCode.Internal,
        HttpStatusCode.Unauthorized => RpcException.StatusCode.Unauthenticated,
        HttpStatusCode.Forbidden => RpcException.StatusCode.PermissionDenied,
        HttpStatusCode.NotFound => RpcException.StatusCode.Unimplemented,
        HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable
            or HttpStatusCode.GatewayTimeout => RpcException.StatusCode.Unavailable,
        _ => RpcException.StatusCode.Unknown,
    };

    private static string? Single(HttpHeaders headers, string name) =>
        headers.TryGetValues(name, out var values) ? string.Join(',', values) : null;
}
