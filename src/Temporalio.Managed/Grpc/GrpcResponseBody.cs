using System.IO.Compression;
using Temporalio.Exceptions;
using Temporalio.Shared.Grpc;

namespace Temporalio.Grpc;

/// <summary>Reads the body of a unary answer: at most one message, to the end of the stream, so that trailers arrive.</summary>
internal static class GrpcResponseBody
{
    /// <summary>Largest answer, before and after decompression: what Temporal's other clients accept.</summary>
    public const int MaxMessageLength = 128 * 1024 * 1024;

    private const int FirstPart = 256 * 1024;

    /// <summary>The message's bytes, or null when the body is empty.</summary>
    /// <exception cref="RpcException">The body is no frame, is cut off, is too large or holds a second message.</exception>
    public static async Task<byte[]?> ReadAsync(Stream body, string? encoding, int maxLength, CancellationToken cancellationToken)
    {
        var header = new byte[GrpcFrame.HeaderLength];
        var read = await body.ReadAtLeastAsync(header, header.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        if (read == 0)
            return null;
        if (read < header.Length)
            throw Malformed($"ends inside the frame header, after {read} of {header.Length} bytes");
        var (flag, length) = GrpcFrame.ReadHeader(header);
        if (flag > 1)
            throw Malformed($"has the compression flag {flag}, where only 0 and 1 exist");
        if (length > maxLength)
            throw TooLarge(length, maxLength);

        var message = await ReadMessageAsync(body, (int)length, cancellationToken).ConfigureAwait(false);
        if (await body.ReadAsync(header, cancellationToken).ConfigureAwait(false) > 0)
            throw Malformed("holds more than one message");
        return flag == 0 ? message : await DecompressAsync(message, encoding, maxLength, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes memory as bytes come, not as the header promises them.</summary>
    private static async Task<byte[]> ReadMessageAsync(Stream body, int length, CancellationToken cancellationToken)
    {
        var message = new byte[Math.Min(length, FirstPart)];
        var total = 0;
        while (true)
        {
            total += await body.ReadAtLeastAsync(message.AsMemory(total), message.Length - total, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            if (total < message.Length)
                throw Malformed($"ends inside the message, after {total} of {length} bytes");
            if (total == length)
                return message;
            Array.Resize(ref message, (int)Math.Min(length, message.Length * 2L));
        }
    }

    private static async Task<byte[]> DecompressAsync(byte[] message, string? encoding, int maxLength, CancellationToken cancellationToken)
    {
        if (!string.Equals(encoding, GrpcNames.Gzip, StringComparison.OrdinalIgnoreCase))
        {
            throw new RpcException(
                RpcException.StatusCode.Unimplemented,
                $"The answer is compressed with '{encoding ?? "nothing named"}'; only gzip is understood.",
                null);
        }

        using var plain = new MemoryStream();
        var buffer = new byte[16 * 1024];
        try
        {
            using var gzip = new GZipStream(new MemoryStream(message, writable: false), CompressionMode.Decompress);
            int read;
            while ((read = await gzip.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                if (plain.Length + read > maxLength)
                    throw TooLarge(plain.Length + read, maxLength);
                plain.Write(buffer, 0, read);
            }
        }
        catch (InvalidDataException e)
        {
            throw Malformed("is marked as gzip and is not: " + e.Message);
        }

        return plain.ToArray();
    }

    private static RpcException Malformed(string what) =>
        new(RpcException.StatusCode.Internal, $"The answer's body {what}.", null);

    private static RpcException TooLarge(long length, int maxLength) =>
        new(RpcException.StatusCode.ResourceExhausted, $"The answer has {length} bytes or more, {maxLength} are allowed.", null);
}
