using System.Buffers;

namespace ActivityCore.Tasks;

/// <summary>What may go into a header as a key.</summary>
internal static class TaskKeyText
{
    private static readonly SearchValues<char> Allowed = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._~-");

    /// <summary>The key, or an <see cref="ArgumentException"/>: a line break in it would add a header of the attacker's choice.</summary>
    public static string Check(string key) => key is { Length: > 0 and <= 255 } && key.AsSpan().IndexOfAnyExcept(Allowed) < 0
        ? key
        : throw new ArgumentException("A task key has 1 to 255 of the characters A-Z a-z 0-9 . _ ~ -", nameof(key));
}
