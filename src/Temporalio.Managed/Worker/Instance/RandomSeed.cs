using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Temporalio.Worker.Instance;

/// <summary>The seed of a run's random numbers: SipHash-1-3 of its original run id and a closing 0xFF byte.</summary>
internal static class RandomSeed
{
    public static ulong FromRunId(string runId)
    {
        var data = new byte[Encoding.UTF8.GetByteCount(runId) + 1];
        Encoding.UTF8.GetBytes(runId, data);
        data[^1] = 0xFF;
        return SipHash13(data);
    }

    /// <summary>SipHash with one and three rounds and a key of zero.</summary>
    internal static ulong SipHash13(ReadOnlySpan<byte> data)
    {
        unchecked
        {
            ulong v0 = 0x736f6d6570736575, v1 = 0x646f72616e646f6d, v2 = 0x6c7967656e657261, v3 = 0x7465646279746573;
            var length = (ulong)data.Length << 56;
            while (data.Length >= 8)
            {
                var word = BinaryPrimitives.ReadUInt64LittleEndian(data);
                v3 ^= word;
                Round(ref v0, ref v1, ref v2, ref v3);
                v0 ^= word;
                data = data[8..];
            }
            Span<byte> tail = stackalloc byte[8];
            data.CopyTo(tail);
            var last = BinaryPrimitives.ReadUInt64LittleEndian(tail) | length;
            v3 ^= last;
            Round(ref v0, ref v1, ref v2, ref v3);
            v0 ^= last;
            v2 ^= 0xFF;
            for (var i = 0; i < 3; i++)
            {
                Round(ref v0, ref v1, ref v2, ref v3);
            }
            return v0 ^ v1 ^ v2 ^ v3;
        }
    }

    private static void Round(ref ulong v0, ref ulong v1, ref ulong v2, ref ulong v3)
    {
        unchecked
        {
            v0 += v1;
            v1 = BitOperations.RotateLeft(v1, 13) ^ v0;
            v0 = BitOperations.RotateLeft(v0, 32);
            v2 += v3;
            v3 = BitOperations.RotateLeft(v3, 16) ^ v2;
            v0 += v3;
            v3 = BitOperations.RotateLeft(v3, 21) ^ v0;
            v2 += v1;
            v1 = BitOperations.RotateLeft(v1, 17) ^ v2;
            v2 = BitOperations.RotateLeft(v2, 32);
        }
    }
}
