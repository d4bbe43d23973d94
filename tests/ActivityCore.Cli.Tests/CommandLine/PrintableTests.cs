using ActivityCore.Cli.Output;

namespace ActivityCore.Cli.Tests.CommandLine;

public sealed class PrintableTests
{
    [Fact]
    public void Line_ControlAndDirectionCharacters_AreWrittenOut() =>
        Assert.Equal("\\u001b[2Jevil\\u000arow\\u202e", Printable.Line("\u001b[2Jevil\nrow\u202e"));

    [Fact]
    public void Line_OrdinaryText_IsLeftAsItIs() => Assert.Equal("Größe 😀 日本", Printable.Line("Größe 😀 日本"));
}
