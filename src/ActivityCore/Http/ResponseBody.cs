namespace ActivityCore.Http;

/// <summary>What a receiver answered, as far as it is read.</summary>
/// <param name="Bytes">At most the limit.</param>
/// <param name="IsCut">There was more.</param>
internal sealed record ResponseBody(ReadOnlyMemory<byte> Bytes, bool IsCut)
{
    /// <summary>1 MiB.</summary>
    public const int DefaultLimit = 1024 * 1024;

    /// <summary>Reads at most <paramref name="limit"/> bytes; nothing at all where more are announced.</summary>
    public static async Task<ResponseBody> ReadAsync(HttpContent content, int limit, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > limit)
        {
            return new(ReadOnlyMemory<byte>.Empty, IsCut: true);
        }

        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        using var bytes = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (bytes.Length <= limit)
        {
            var read = await stream.ReadAsync(buffer, cancellationToken);
            if (read == 0)
            {
                return new(bytes.ToArray(), IsCut: false);
            }

            bytes.Write(buffer, 0, read);
        }

        return new(bytes.GetBuffer().AsMemory(0, limit), IsCut: true);
    }
}
