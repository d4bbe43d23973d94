using System.Text;
using Temporalio.Exceptions;

namespace Temporalio.Grpc;

/// <summary>What a broken connection or stream means in gRPC's terms.</summary>
internal static class HttpFailures
{
    // HTTP/2 error codes, RFC 9113 section 7.
    private const long ProtocolError = 0x1;
    private const long InternalError = 0x2;
    private const long FlowControlError = 0x3;
    private const long FrameSizeError = 0x6;
    private const long Cancel = 0x8;
    private const long CompressionError = 0x9;
    private const long EnhanceYourCalm = 0xb;
    private const long InadequateSecurity = 0xc;

    public static RpcException ToRpcException(Exception failure) => new(CodeOf(failure), Describe(failure), null);

    private static RpcException.StatusCode CodeOf(Exception failure)
    {
        for (var e = failure; e is not null; e = e.InnerException)
        {
            if (e is HttpProtocolException protocol)
            {
                // A peer that does not answer pings is gone; .NET reports it as a breach of the protocol, told apart by the option it names.
                if (protocol.Message.Contains("KeepAlivePing", StringComparison.Ordinal))
                    return RpcException.StatusCode.Unavailable;
                return protocol.ErrorCode switch
                {
                    Cancel => RpcException.StatusCode.Cancelled,
                    EnhanceYourCalm => RpcException.StatusCode.ResourceExhausted,
                    InadequateSecurity => RpcException.StatusCode.PermissionDenied,
                    ProtocolError or InternalError or FlowControlError or FrameSizeError or CompressionError => RpcException.StatusCode.Internal,
                    _ => RpcException.StatusCode.Unavailable,
                };
            }
        }

        return RpcException.StatusCode.Unavailable;
    }

    private static string Describe(Exception failure)
    {
        var text = new StringBuilder(failure.Message);
        for (var e = failure.InnerException; e is not null; e = e.InnerException)
        {
            if (!text.ToString().Contains(e.Message, StringComparison.Ordinal))
                text.Append(' ').Append(e.Message);
        }

        return text.ToString();
    }
}
