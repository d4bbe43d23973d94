using System.Buffers.Binary;
using System.Numerics;

namespace Temporalio.Common;

/// <summary>
/// Random numbers that are the same for the same seed, now and with the official SDK: PCG64 MCG, seeded through PCG32.
/// Not thread-safe.
/// </summary>
public class DeterministicRandom : Random
{
    private static readonly UInt128 Multiplier = new(0x2360ED051FC65DA4, 0x4385DF649FCCF645);

    private UInt128 _state;

    /// <summary>Seeds the numbers.</summary>
    public DeterministicRandom(ulong seed)
        : base(0)
    {
        Span<byte> expanded = stackalloc byte[16];
        for (var i = 0; i < expanded.Length; i += 4)
        {
            seed = unchecked((seed * 6364136223846793005UL) + 11634580027462260723UL);
            var shifted = (uint)(((seed >> 18) ^ seed) >> 27);
            BinaryPrimitives.WriteUInt32LittleEndian(expanded[i..], BitOperations.RotateRight(shifted, (int)(seed >> 59)));
        }
        // The state of a multiplicative generator is odd.
        _state = BinaryPrimitives.ReadUInt128LittleEndian(expanded) | 1;
    }

    /// <inheritdoc/>
    public override int Next() => Next(0, int.MaxValue);

    /// <inheritdoc/>
    public override int Next(int maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxValue);
        return Next(0, maxValue);
    }

    /// <inheritdoc/>
    public override int Next(int minValue, int maxValue)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minValue, maxValue);
        var range = unchecked((uint)maxValue - (uint)minValue);
        if (range == 0)
        {
            return minValue;
        }
        // Values past the zone would make some numbers likelier than others.
        var zone = unchecked((range << BitOperations.LeadingZeroCount(range)) - 1);
        while (true)
        {
            var product = (ulong)NextUInt32() * range;
            if ((uint)product <= zone)
            {
                return unchecked(minValue + (int)(product >> 32));
            }
        }
    }

    /// <inheritdoc/>
    public override void NextBytes(byte[] buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        NextBytes(buffer.AsSpan());
    }

    /// <inheritdoc/>
    public override void NextBytes(Span<byte> buffer)
    {
        Span<byte> last = stackalloc byte[8];
        while (buffer.Length >= 8)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(buffer, NextUInt64());
            buffer = buffer[8..];
        }
        if (buffer.Length > 0)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(last, NextUInt64());
            last[..buffer.Length].CopyTo(buffer);
        }
    }

    /// <inheritdoc/>
    public override double NextDouble() => Sample();

    /// <inheritdoc/>
    protected override double Sample() =>
        // 52 random bits behind the exponent of one, minus one.
        BitConverter.UInt64BitsToDouble((NextUInt64() >> 12) | 0x3FF0_0000_0000_0000) - 1.0;

    private uint NextUInt32() => unchecked((uint)NextUInt64());

    private ulong NextUInt64()
    {
        _state = unchecked(_state * Multiplier);
        var mixed = (ulong)(_state >> 64) ^ unchecked((ulong)_state);
        return BitOperations.RotateRight(mixed, (int)(ulong)(_state >> 122));
    }
}
