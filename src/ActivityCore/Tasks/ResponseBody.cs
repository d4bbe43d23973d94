namespace ActivityCore.Tasks;

/// <summary>What a receiver answered, as far as it is read.</summary>
/// <param name="Bytes">At most <see cref="Limit"/>.</param>
/// <param name="IsCut">There was more.</param>
internal sealed record ResponseBody(ReadOnlyMemory<byte> Bytes, bool IsCut)
{
    /// <summary>1 MiB.</summary>
    public const int Limit = 1024 * 1024;

    public static async Task<ResponseBody> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > Limit)
        {
            return new(ReadOnlyMemory<byte>.Empty, IsCut: true);
        }

        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        using var bytes = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (bytes.Length <= Limit)
        {
            var read = await stream.ReadAsync(buffer, cancellationToken);
            if (read == 0)
            {
                return new(bytes.ToArray(), IsCut: false);
            }

            bytes.Write(buffer, 0, read);
        }

        return new(bytes.GetBuffer().AsMemory(0, Limit), IsCut: true);
    }
}
