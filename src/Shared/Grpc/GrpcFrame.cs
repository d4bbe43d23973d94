using System.Buffers.Binary;

namespace Temporalio.Shared.Grpc;

/// <summary>The five bytes in front of every message: compressed or not, and the length.</summary>
internal static class GrpcFrame
{
    public const int HeaderLength = 5;

    public static void WriteHeader(Span<byte> header, bool compressed, int length)
    {
        header[0] = compressed ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt32BigEndian(header[1..], checked((uint)length));
    }

    /// <summary>Flag and length; the flag is returned as it came, since only 0 and 1 are legal.</summary>
    public static (byte Flag, uint Length) ReadHeader(ReadOnlySpan<byte> header) =>
        (header[0], BinaryPrimitives.ReadUInt32BigEndian(header[1..]));
}
