namespace Nats.Lite.Security;

/// <summary>A user's NKey: base32 text that begins with S (seed), then the kind, 32 bytes of Ed25519 seed and a checksum.</summary>
internal static class NKey
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const int SeedPrefix = 18 << 3;
    private const int UserPrefix = 20 << 3;

    /// <summary>The 32 bytes of a seed ("SU...").</summary>
    /// <exception cref="NatsException">It is none; the text never appears in the message.</exception>
    public static byte[] DecodeUserSeed(string seed)
    {
        var raw = Base32(seed.Trim());
        // Two prefix bytes: 5 bits "seed" and 8 bits of the key's kind, spread over both.
        if (raw.Length != 36 || (raw[0] & 0xf8) != SeedPrefix || (((raw[0] & 7) << 5) | ((raw[1] & 0xf8) >> 3)) != UserPrefix)
        {
            throw new NatsException("the NKey seed is not that of a user (it begins with SU and has 58 characters)");
        }

        if (Crc16(raw.AsSpan(0, 34)) != (raw[34] | (raw[35] << 8)))
        {
            throw new NatsException("the NKey seed's checksum is wrong: a character was lost or changed");
        }

        return raw[2..34];
    }

    /// <summary>A user's public key as text ("U...").</summary>
    public static string EncodeUserPublicKey(ReadOnlySpan<byte> publicKey) => EncodePublicKey(UserPrefix, publicKey);

    /// <summary>A public key as text; the prefix byte names its kind.</summary>
    public static string EncodePublicKey(byte prefix, ReadOnlySpan<byte> publicKey) => Encode([prefix, .. publicKey]);

    /// <summary>A user's seed as text ("SU...").</summary>
    public static string EncodeUserSeed(ReadOnlySpan<byte> seed) => Encode([SeedPrefix | (UserPrefix >> 5), (UserPrefix & 31) << 3, .. seed]);

    private static string Encode(ReadOnlySpan<byte> content)
    {
        var crc = Crc16(content);
        byte[] raw = [.. content, (byte)crc, (byte)(crc >> 8)];
        var text = new char[((raw.Length * 8) + 4) / 5];
        for (var i = 0; i < text.Length; i++)
        {
            var value = 0;
            for (var bit = i * 5; bit < (i * 5) + 5; bit++)
            {
                value = (value << 1) | (bit < raw.Length * 8 ? (raw[bit / 8] >> (7 - (bit % 8))) & 1 : 0);
            }

            text[i] = Alphabet[value];
        }

        return new string(text);
    }

    private static byte[] Base32(string text)
    {
        var bytes = new List<byte>((text.Length * 5) / 8);
        int buffer = 0, bits = 0;
        foreach (var c in text)
        {
            var value = Alphabet.IndexOf(c, StringComparison.Ordinal);
            if (value < 0)
            {
                throw new NatsException("the NKey seed holds a character that is not base32");
            }

            buffer = ((buffer << 5) | value) & 0xffff;
            bits += 5;
            if (bits >= 8)
            {
                bits -= 8;
                bytes.Add((byte)(buffer >> bits));
            }
        }

        return [.. bytes];
    }

    // CRC-16/XMODEM, as the NKeys document says.
    private static int Crc16(ReadOnlySpan<byte> data)
    {
        var crc = 0;
        foreach (var b in data)
        {
            crc ^= b << 8;
            for (var i = 0; i < 8; i++)
            {
                crc = ((crc & 0x8000) != 0 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff;
            }
        }

        return crc;
    }
}
