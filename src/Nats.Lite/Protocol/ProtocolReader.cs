using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;

namespace Nats.Lite.Protocol;

/// <summary>Reads a server's operations from a stream. Everything that a broken or hostile peer can send ends in <see cref="NatsException"/> or is bounded.</summary>
internal sealed class ProtocolReader(PipeReader pipe)
{
    private const int MaxLine = 256 * 1024; // INFO of a large cluster is the longest line
    private const int MaxMessage = 64 * 1024 * 1024; // the largest max_payload that a server accepts in its configuration

    /// <summary>The next operation; null at the end of the stream.</summary>
    public async ValueTask<ServerOperation?> ReadAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var result = await pipe.ReadAsync(cancellation).ConfigureAwait(false);
            var buffer = result.Buffer;
            if (TryParse(buffer, out var operation, out var consumed))
            {
                pipe.AdvanceTo(consumed);
                return operation;
            }

            pipe.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted)
            {
                return buffer.IsEmpty ? null : throw new NatsException("the server closed the connection in the middle of an operation");
            }
        }
    }

    private static bool TryParse(ReadOnlySequence<byte> buffer, out ServerOperation? operation, out SequencePosition consumed)
    {
        operation = null;
        consumed = buffer.Start;
        var reader = new SequenceReader<byte>(buffer);
        if (!reader.TryReadTo(out ReadOnlySequence<byte> lineBytes, "\r\n"u8))
        {
            return buffer.Length <= MaxLine ? false : throw new NatsException($"the server sent a line of more than {MaxLine} bytes");
        }

        if (lineBytes.Length > MaxLine)
        {
            throw new NatsException($"the server sent a line of more than {MaxLine} bytes");
        }

        var line = Encoding.UTF8.GetString(lineBytes);
        var space = line.AsSpan().IndexOfAny(' ', '\t');
        var verb = (space < 0 ? line : line[..space]).ToUpperInvariant();
        var rest = space < 0 ? "" : line[(space + 1)..].Trim();
        if (verb is "MSG" or "HMSG")
        {
            return TryParseMessage(verb == "HMSG", rest, ref reader, out operation, out consumed);
        }

        operation = verb switch
        {
            "INFO" => new ServerOperation.Info(ParseInfo(rest)),
            "PING" => new ServerOperation.Ping(),
            "PONG" => new ServerOperation.Pong(),
            "+OK" => new ServerOperation.Ok(),
            "-ERR" => new ServerOperation.Error(rest.Trim('\'')),
            _ => throw new NatsException($"the server sent an unknown operation '{verb[..Math.Min(verb.Length, 40)]}'"),
        };
        consumed = reader.Position;
        return true;
    }

    private static bool TryParseMessage(
        bool hasHeaders, string arguments, ref SequenceReader<byte> reader, out ServerOperation? operation, out SequencePosition consumed)
    {
        operation = null;
        consumed = default;
        var parts = arguments.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        var sizes = hasHeaders ? 2 : 1;
        if (parts.Length != 2 + sizes && parts.Length != 3 + sizes)
        {
            throw new NatsException("the server sent a message line with a wrong number of words");
        }

        var total = Size(parts[^1]);
        var headerSize = hasHeaders ? Size(parts[^2]) : 0;
        if (headerSize > total || !long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var subscription))
        {
            throw new NatsException("the server sent a message line with impossible numbers");
        }

        if (reader.Remaining < total + 2)
        {
            return false;
        }

        var body = reader.UnreadSequence.Slice(0, total).ToArray();
        reader.Advance(total);
        if (!reader.IsNext("\r\n"u8, advancePast: true))
        {
            throw new NatsException("the server sent a message whose size does not fit its line");
        }

        var (headers, status, text) = hasHeaders ? NatsHeaders.Decode(body.AsSpan(0, headerSize)) : ([], 0, "");
        operation = new ServerOperation.Message(subscription, new NatsMessage
        {
            Subject = parts[0],
            ReplyTo = parts.Length == 3 + sizes ? parts[2] : null,
            Headers = headers,
            Data = body.AsMemory(headerSize),
            Status = status,
            StatusText = text,
        });
        consumed = reader.Position;
        return true;
    }

    private static int Size(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size <= MaxMessage
            ? size
            : throw new NatsException($"the server announced a message of '{text[..Math.Min(text.Length, 20)]}' bytes");

    private static ServerInfo ParseInfo(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<ServerInfo>(json) ?? throw new NatsException("the server sent an empty INFO");
        }
        catch (JsonException e)
        {
            throw new NatsException("the server sent an INFO that is no JSON", e);
        }
    }
}
