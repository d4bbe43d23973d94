using ActivityCore.Events;
using Microsoft.AspNetCore.Http;

namespace ActivityCore.Cli.Events;

/// <summary>Reads the bytes of one envelope, and never more than one may have.</summary>
internal static class EnvelopeBody
{
    /// <summary>The bytes, or null where there are too many.</summary>
    public static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        if (request.ContentLength > EnvelopeReader.MaxBytes)
        {
            return null;
        }

        var buffer = new byte[EnvelopeReader.MaxBytes + 1];
        var length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancel);
        if (length > EnvelopeReader.MaxBytes)
        {
            return null;
        }

        return buffer.AsMemory(0, length);
    }
}
