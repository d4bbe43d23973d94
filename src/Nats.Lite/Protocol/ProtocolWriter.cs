using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;

namespace Nats.Lite.Protocol;

/// <summary>Writes a client's operations. Subjects must have been checked before they come here.</summary>
internal static class ProtocolWriter
{
    public static void Publish(PipeWriter pipe, string subject, string? replyTo, byte[]? headers, ReadOnlySpan<byte> data)
    {
        var reply = replyTo is null ? "" : replyTo + " ";
        Line(pipe, headers is null
            ? string.Create(CultureInfo.InvariantCulture, $"PUB {subject} {reply}{data.Length}\r\n")
            : string.Create(CultureInfo.InvariantCulture, $"HPUB {subject} {reply}{headers.Length} {headers.Length + data.Length}\r\n"));
        pipe.Write(headers ?? []);
        pipe.Write(data);
        pipe.Write("\r\n"u8);
    }

    public static void Subscribe(PipeWriter pipe, string subject, string? queue, long id) =>
        Line(pipe, string.Create(CultureInfo.InvariantCulture, $"SUB {subject} {(queue is null ? "" : queue + " ")}{id}\r\n"));

    public static void Unsubscribe(PipeWriter pipe, long id) => Line(pipe, string.Create(CultureInfo.InvariantCulture, $"UNSUB {id}\r\n"));

    public static void Connect(PipeWriter pipe, string json) => Line(pipe, $"CONNECT {json}\r\n");

    public static void Ping(PipeWriter pipe) => pipe.Write("PING\r\n"u8);

    public static void Pong(PipeWriter pipe) => pipe.Write("PONG\r\n"u8);

    private static void Line(PipeWriter pipe, string line) => Encoding.UTF8.GetBytes(line, pipe);
}
