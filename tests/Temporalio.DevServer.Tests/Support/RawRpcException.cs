using System.Globalization;
using Google.Protobuf;

namespace Temporalio.DevServer.Tests.Support;

/// <summary>A gRPC status other than OK.</summary>
public sealed class RawRpcException(int code, string message, Google.Rpc.Status? details) : Exception($"{code}: {message}")
{
    public int Code { get; } = code;

    public string Status { get; } = message;

    public T Detail<T>()
        where T : IMessage, new() => Assert.Single(details!.Details).Unpack<T>();

    public static RawRpcException From(string status, string message, string details)
    {
        var code = int.TryParse(status, CultureInfo.InvariantCulture, out var value) ? value : -1;
        var padded = details.PadRight((details.Length + 3) / 4 * 4, '=');
        return new RawRpcException(
            code, Uri.UnescapeDataString(message), details.Length == 0 ? null : Google.Rpc.Status.Parser.ParseFrom(Convert.FromBase64String(padded)));
    }
}
