using System.Buffers;
using System.Text;

namespace ActivityCore.Instructions.Shell;

/// <summary>Takes whatever a program writes, so that it never waits for a reader, and keeps the beginning up to a bound and the end.</summary>
internal sealed class BoundedOutput(int bound)
{
    private const int TailBytes = 16 * 1024;

    private readonly ArrayBufferWriter<byte> _head = new();
    private readonly byte[] _tail = new byte[TailBytes];
    private long _length;

    /// <summary>Whether there was more than the bound.</summary>
    public bool IsCut => _length > bound;

    /// <summary>The beginning, at most the bound.</summary>
    public ReadOnlyMemory<byte> Head => _head.WrittenMemory;

    /// <summary>The end as text, at most 16 KiB.</summary>
    public string Tail
    {
        get
        {
            var kept = (int)Math.Min(_length, TailBytes);
            var bytes = new byte[kept];
            for (var i = 0; i < kept; i++)
            {
                bytes[i] = _tail[(_length - kept + i) % TailBytes];
            }

            return Encoding.UTF8.GetString(bytes);
        }
    }

    /// <summary>Reads to the end, or until it is told to stop.</summary>
    public async Task ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await stream.ReadAsync(buffer, cancellationToken) is > 0 and var read)
            {
                Append(buffer.AsSpan(0, read));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // What came so far is what there is.
        }
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        _head.Write(bytes[..Math.Min(bytes.Length, bound - _head.WrittenCount)]);
        foreach (var b in bytes)
        {
            _tail[_length++ % TailBytes] = b;
        }
    }
}
