using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Temporalio.Shared.Grpc;

namespace Temporalio.DevServer.Grpc;

/// <summary>How a status travels in headers, kept below what clients take.</summary>
internal static class GrpcStatusText
{
    public static string Encode(string message) => GrpcStatusMessage.Encode(Shorten(message));

    /// <summary>Details that would overflow a client's header list are dropped, largest harm first: the whole list.</summary>
    public static string? EncodeDetails(GrpcStatusCode code, string message, IReadOnlyList<Any> details)
    {
        if (details.Count == 0)
            return null;
        var status = new Google.Rpc.Status { Code = (int)code, Message = Shorten(message) };
        status.Details.AddRange(details);
        return status.CalculateSize() > GrpcLimits.MaxDetailsBytes ? null : GrpcBinaryValue.Encode(status.ToByteArray());
    }

    private static string Shorten(string message) =>
        message.Length > GrpcLimits.MaxStatusMessageChars ? message[..GrpcLimits.MaxStatusMessageChars] : message;
}
