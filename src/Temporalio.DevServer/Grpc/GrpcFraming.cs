using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using Google.Protobuf;
using Temporalio.Shared.Grpc;

namespace Temporalio.DevServer.Grpc;

/// <summary>One message on the wire: a flag byte, four bytes of length, the message.</summary>
internal static class GrpcFraming
{
    public static async Task<TMessage> ReadAsync<TMessage>(
        PipeReader reader, MessageParser<TMessage> parser, string? encoding, CancellationToken cancellationToken)
        where TMessage : IMessage<TMessage>
    {
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            var buffer = read.Buffer;
            if (TryReadHeader(buffer, out var compressed, out var length))
            {
                if (length > GrpcLimits.MaxRequestBytes)
                    throw Refusals.MessageTooLarge(length, GrpcLimits.MaxRequestBytes, decompressed: false);
                if (buffer.Length >= GrpcFrame.HeaderLength + length)
                {
                    try
                    {
                        return Parse(buffer.Slice(GrpcFrame.HeaderLength, length), parser, compressed, encoding);
                    }
                    finally
                    {
                        reader.AdvanceTo(buffer.End);
                    }
                }
            }

            if (read.IsCompleted)
            {
                reader.AdvanceTo(buffer.End);
                throw new RpcStatusException(GrpcStatusCode.InvalidArgument, "The request ended before its message did.");
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    public static void Write(PipeWriter writer, IMessage message)
    {
        var size = message.CalculateSize();
        GrpcFrame.WriteHeader(writer.GetSpan(GrpcFrame.HeaderLength), compressed: false, size);
        writer.Advance(GrpcFrame.HeaderLength);
        message.WriteTo((IBufferWriter<byte>)writer);
    }

    private static bool TryReadHeader(ReadOnlySequence<byte> buffer, out bool compressed, out uint length)
    {
        compressed = false;
        length = 0;
        if (buffer.Length < GrpcFrame.HeaderLength)
            return false;
        Span<byte> head = stackalloc byte[GrpcFrame.HeaderLength];
        buffer.Slice(0, GrpcFrame.HeaderLength).CopyTo(head);
        (var flag, length) = GrpcFrame.ReadHeader(head);
        compressed = flag == 1;
        return true;
    }

    private static TMessage Parse<TMessage>(
        ReadOnlySequence<byte> body, MessageParser<TMessage> parser, bool compressed, string? encoding)
        where TMessage : IMessage<TMessage>
    {
        try
        {
            if (!compressed)
                return parser.ParseFrom(body);
            if (!string.Equals(encoding, "gzip", StringComparison.OrdinalIgnoreCase))
            {
                throw new RpcStatusException(
                    GrpcStatusCode.Unimplemented, $"grpc: Decompressor is not installed for grpc-encoding \"{encoding}\"");
            }

            return parser.ParseFrom(Unzip(body));
        }
        catch (InvalidProtocolBufferException e)
        {
            throw Refusals.Invalid($"The request is not a valid message: {e.Message}");
        }
        catch (InvalidDataException)
        {
            throw Refusals.Invalid("The request is not valid gzip data.");
        }
    }

    private static byte[] Unzip(ReadOnlySequence<byte> body)
    {
        using var source = new MemoryStream(body.ToArray());
        using var gzip = new GZipStream(source, CompressionMode.Decompress);
        using var target = new MemoryStream();
        var chunk = ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            int count;
            while ((count = gzip.Read(chunk, 0, chunk.Length)) > 0)
            {
                if (target.Length + count > GrpcLimits.MaxRequestBytes)
                    throw Refusals.MessageTooLarge(0, GrpcLimits.MaxRequestBytes, decompressed: true);
                target.Write(chunk, 0, count);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }

        return target.ToArray();
    }
}
