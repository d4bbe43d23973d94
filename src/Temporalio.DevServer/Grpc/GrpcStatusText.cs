using System.Text;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Temporalio.DevServer.Grpc;

/// <summary>How a status travels in headers: percent-encoded text and base64 details.</summary>
internal static class GrpcStatusText
{
    public static string Encode(string message)
    {
        if (message.Length > GrpcLimits.MaxStatusMessageChars)
            message = message[..GrpcLimits.MaxStatusMessageChars];
        var text = new StringBuilder(message.Length);
        foreach (var b in Encoding.UTF8.GetBytes(message))
        {
            if (b is >= 0x20 and <= 0x7e and not (byte)'%')
                text.Append((char)b);
            else
                text.Append('%').Append(b.ToString("X2", null));
        }

        return text.ToString();
    }

    /// <summary>Details that would overflow a client's header list are dropped, largest harm first: the whole list.</summary>
    public static string? EncodeDetails(GrpcStatusCode code, string message, IReadOnlyList<Any> details)
    {
        if (details.Count == 0)
            return null;
        if (message.Length > GrpcLimits.MaxStatusMessageChars)
            message = message[..GrpcLimits.MaxStatusMessageChars];
        var status = new Google.Rpc.Status { Code = (int)code, Message = message };
        status.Details.AddRange(details);
        return status.CalculateSize() > GrpcLimits.MaxDetailsBytes
            ? null
            : Convert.ToBase64String(status.ToByteArray()).TrimEnd('=');
    }
}
