using System.Buffers.Binary;

namespace Temporalio.DevServer.Tests.Support;

/// <summary>
/// SQLite's write-ahead log (https://www.sqlite.org/fileformat2.html, "The WAL File Format"): a header of 32 bytes, then frames of 24 bytes
/// and a page each. The frame that ends a transaction has the size of the database in its second word; the others have 0 there.
/// </summary>
internal static class WalFile
{
    private const int HeaderSize = 32;
    private const int FrameHeaderSize = 24;

    /// <summary>How long the file was after each transaction, the first to the last.</summary>
    public static IReadOnlyList<int> Commits(ReadOnlySpan<byte> wal)
    {
        var frameSize = FrameHeaderSize + BinaryPrimitives.ReadInt32BigEndian(wal[8..]);
        var salts = wal.Slice(16, 8);
        var commits = new List<int>();
        for (var start = HeaderSize; start + frameSize <= wal.Length && wal.Slice(start + 8, 8).SequenceEqual(salts); start += frameSize)
        {
            if (BinaryPrimitives.ReadInt32BigEndian(wal[(start + 4)..]) != 0)
                commits.Add(start + frameSize);
        }

        return commits;
    }
}
