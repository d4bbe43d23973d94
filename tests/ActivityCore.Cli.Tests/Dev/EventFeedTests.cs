using System.IO.Pipelines;
using System.Text;
using ActivityCore.Cli.Dev;

namespace ActivityCore.Cli.Tests.Dev;

public sealed class EventFeedTests
{
    [Fact]
    public async Task Read_JsonLines_GivesEachWithItsLineAndLeavesBlankLinesOut()
    {
        var items = await ReadAsync("{\"a\":1}\n\n  \r\n{\"a\":2}\r\nnot json\n{\"a\":3}");

        Assert.Equal([(1, "{\"a\":1}"), (4, "{\"a\":2}"), (5, "not json"), (6, "{\"a\":3}")], items.Select(item => (item.Line, Text(item).TrimEnd('\r'))));
    }

    [Fact]
    public async Task Read_Array_GivesTheElementsOwnBytesWithTheirLines()
    {
        var items = await ReadAsync(" \n[\n {\"a\" : 1},\n\n {\"b\":\n [2]}, 3 ]\n");

        Assert.Equal([(3, "{\"a\" : 1}"), (5, "{\"b\":\n [2]}"), (6, "3")], items.Select(item => (item.Line, Text(item))));
    }

    [Fact]
    public async Task Read_BrokenArray_KeepsWhatWasWholeAndNamesTheLine()
    {
        var items = await ReadAsync("[{\"a\":1},\n{\"a\":2},\n{\"a\" 3}]");

        Assert.Equal([1, 2, 3], items.Select(item => item.Line));
        Assert.Equal("The file is no valid JSON from here on.", items[2].Fault);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n \n")]
    [InlineData("[]")]
    public async Task Read_NothingInIt_GivesNothing(string text) => Assert.Empty(await ReadAsync(text));

    [Fact]
    public async Task Read_LineTooLong_IsReportedAndTheNextIsTaken()
    {
        var items = await ReadAsync($"{new string('x', 3_000_000)}\n{{}}\n");

        Assert.NotNull(items[0].Fault);
        Assert.Equal((2, "{}"), (items[1].Line, Text(items[1])));
    }

    [Fact]
    public async Task Read_Pipe_GivesALineBeforeTheInputEnds()
    {
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync("{\"a\":1}\n"u8.ToArray());
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));

        await using var items = EventFeed.ReadAsync(pipe.Reader.AsStream(), limit.Token).GetAsyncEnumerator(limit.Token);
        Assert.True(await items.MoveNextAsync());
        Assert.Equal("{\"a\":1}", Text(items.Current));

        await pipe.Writer.CompleteAsync();
        Assert.False(await items.MoveNextAsync());
    }

    private static string Text(FeedItem item) => Encoding.UTF8.GetString(item.Bytes.Span);

    private static async Task<List<FeedItem>> ReadAsync(string text)
    {
        List<FeedItem> items = [];
        await foreach (var item in EventFeed.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), CancellationToken.None))
        {
            items.Add(item);
        }

        return items;
    }
}
