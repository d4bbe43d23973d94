using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ActivityCore.Tasks;

/// <summary>
/// The idempotency key of one task: base32 (a-z, 2-7) of SHA-256 over length-prefixed parts, 52 characters, safe as a header value, file name and label.
/// Title, definition version, Temporal run id, attempt and sink are left out on purpose: none of them makes it another task.
/// </summary>
public static class TaskKey
{
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    /// <summary>Derives the key. The discriminator is the item's key and the template's index, see the evaluator.</summary>
    public static string Create(Guid definitionId, string occurrence, string sourceType, string sourceId, string targetRepo, string discriminator)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        // The first part names the scheme, so that another one can never collide with it.
        foreach (var part in (ReadOnlySpan<string>)["ac1", definitionId.ToString("D"), occurrence, sourceType, sourceId, targetRepo, discriminator])
        {
            Append(hash, part);
        }

        return Base32(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, string part)
    {
        // The length goes first, so that ("a", "bc") and ("ab", "c") differ.
        Span<byte> length = stackalloc byte[4];
        var bytes = Encoding.UTF8.GetBytes(part);
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }

    internal static string Base32(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder((bytes.Length * 8 + 4) / 5);
        int buffer = 0, bits = 0;
        foreach (var b in bytes)
        {
            buffer = (buffer << 8) | b;
            for (bits += 8; bits >= 5; bits -= 5)
            {
                text.Append(Alphabet[(buffer >> (bits - 5)) & 31]);
            }

            buffer &= (1 << bits) - 1;
        }

        if (bits > 0)
        {
            text.Append(Alphabet[(buffer << (5 - bits)) & 31]);
        }

        return text.ToString();
    }
}
