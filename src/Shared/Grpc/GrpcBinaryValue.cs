namespace Temporalio.Shared.Grpc;

/// <summary>Values of headers that end in "-bin": base64, written without padding and read with or without.</summary>
internal static class GrpcBinaryValue
{
    public static string Encode(ReadOnlySpan<byte> value) => Convert.ToBase64String(value).TrimEnd('=');

    public static byte[]? TryDecode(string text)
    {
        var bare = text.Trim().TrimEnd('=');
        var padded = (bare.Length % 4) switch
        {
            2 => bare + "==",
            3 => bare + "=",
            _ => bare,
        };
        var bytes = new byte[(padded.Length / 4 * 3) + 3];
        return Convert.TryFromBase64String(padded, bytes, out var length) ? bytes[..length] : null;
    }
}
