using System.Security.Cryptography;
using System.Text;

namespace ActivityCore.Tasks;

/// <summary>Name-based UUIDs (RFC 9562, section 5.5) for receivers whose schema wants a UUID.</summary>
internal static class Uuid5
{
    /// <summary>ActivityCore's own namespace. Never changes: what was derived must be derived again.</summary>
    public static readonly Guid Namespace = new("0f7a6f2e-9d0b-4f3c-8a57-6d1f2b7c4e90");

    public static Guid Create(string name) => Create(Namespace, name);

    public static Guid Create(Guid space, string name)
    {
        byte[] input = [.. space.ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes(name)];
#pragma warning disable CA5350 // The standard says SHA-1; nothing rests on its strength.
        var bytes = SHA1.HashData(input).AsSpan(0, 16);
#pragma warning restore CA5350
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x50);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
