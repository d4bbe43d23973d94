using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace ActivityCore.Cli.Dev;

/// <summary>Reads envelopes from a file or a pipe: JSON lines, taken one by one as they come, or one JSON array.</summary>
internal static class EventFeed
{
    /// <summary>A line above this is skipped and reported; an envelope is refused far below it.</summary>
    private const int MaxLine = 1024 * 1024;

    private const int MaxArray = 64 * 1024 * 1024;

    public static async IAsyncEnumerable<FeedItem> ReadAsync(Stream stream, [EnumeratorCancellation] CancellationToken cancel)
    {
        var input = PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true));
        if (await PeekAsync(input, cancel) == (byte)'[')
        {
            foreach (var item in await ReadArrayAsync(input, cancel))
            {
                yield return item;
            }

            yield break;
        }

        var number = 0;
        await foreach (var line in ReadLinesAsync(input, cancel))
        {
            number++;
            if (line is null)
            {
                yield return new(number, default, $"The line is longer than {MaxLine} bytes.");
            }
            else if (!IsBlank(line))
            {
                yield return new(number, line);
            }
        }
    }

    /// <summary>The first byte that is no white space, or null at the end of the input. Nothing is consumed.</summary>
    private static async Task<byte?> PeekAsync(PipeReader input, CancellationToken cancel)
    {
        while (true)
        {
            var read = await input.ReadAsync(cancel);
            foreach (var part in read.Buffer)
            {
                foreach (var b in part.Span)
                {
                    if (b is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'))
                    {
                        input.AdvanceTo(read.Buffer.Start);
                        return b;
                    }
                }
            }

            if (read.IsCompleted)
            {
                input.AdvanceTo(read.Buffer.Start);
                return null;
            }

            input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static async IAsyncEnumerable<byte[]?> ReadLinesAsync(PipeReader input, [EnumeratorCancellation] CancellationToken cancel)
    {
        var skipping = false;
        while (true)
        {
            var read = await input.ReadAsync(cancel);
            var buffer = read.Buffer;
            while (buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = buffer.Slice(0, end);
                yield return skipping || line.Length > MaxLine ? null : line.ToArray();
                skipping = false;
                buffer = buffer.Slice(buffer.GetPosition(1, end));
            }

            if (read.IsCompleted)
            {
                if (skipping || !buffer.IsEmpty)
                {
                    yield return skipping || buffer.Length > MaxLine ? null : buffer.ToArray();
                }

                yield break;
            }

            if (buffer.Length > MaxLine)
            {
                skipping = true;
                buffer = buffer.Slice(buffer.End);
            }

            input.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    private static async Task<IReadOnlyList<FeedItem>> ReadArrayAsync(PipeReader input, CancellationToken cancel)
    {
        ReadResult read;
        while (true)
        {
            read = await input.ReadAsync(cancel);
            if (read.IsCompleted || read.Buffer.Length > MaxArray)
            {
                break;
            }

            input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }

        return read.Buffer.Length > MaxArray
            ? [new(1, default, $"The array has more than {MaxArray} bytes: write one envelope a line instead.")]
            : SplitArray(read.Buffer.ToArray());
    }

    private static List<FeedItem> SplitArray(byte[] bytes)
    {
        List<FeedItem> items = [];
        var line = new LineCounter(bytes);
        var reader = new Utf8JsonReader(bytes);
        try
        {
            reader.Read();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                items.Add(new(line.At(start), bytes.AsMemory(start, (int)reader.BytesConsumed - start)));
            }

            // Whatever follows the array is a fault of the file.
            reader.Read();
        }
        catch (JsonException e)
        {
            items.Add(new((int)(e.LineNumber ?? 0) + 1, default, "The file is no valid JSON from here on."));
        }

        return items;
    }

    private static bool IsBlank(byte[] line) => line.AsSpan().IndexOfAnyExcept(" \t\r"u8) < 0;

    private sealed class LineCounter(byte[] bytes)
    {
        private int _at;
        private int _line = 1;

        public int At(int position)
        {
            _line += bytes.AsSpan(_at, position - _at).Count((byte)'\n');
            _at = position;
            return _line;
        }
    }
}
