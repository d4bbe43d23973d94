using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ActivityCore.Tasks;

namespace ActivityCore.Events.Nats;

/// <summary>
/// Any text as one token of a subject (docs/nats.md). Letters, digits, - and _ of ASCII stand for themselves; every other byte of the UTF-8 text is %XX,
/// so that neither a dot, a wildcard nor a space of the text means anything to a server. Different texts give different tokens.
/// </summary>
internal static class SubjectToken
{
    /// <summary>Longer ones are given as a hash.</summary>
    public const int MaxLength = 200;

    private static readonly SearchValues<byte> Plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"u8);

    public static string Encode(string text)
    {
        // A single % comes from no text, and neither does %~.
        if (text.Length == 0)
        {
            return "%";
        }

        var token = new StringBuilder(text.Length);
        var bytes = Encoding.UTF8.GetBytes(text);
        foreach (var b in bytes)
        {
            if (Plain.Contains(b))
            {
                token.Append((char)b);
            }
            else
            {
                token.Append(CultureInfo.InvariantCulture, $"%{b:X2}");
            }
        }

        return token.Length <= MaxLength ? token.ToString() : $"%~{TaskKey.Base32(SHA256.HashData(bytes))}";
    }
}
