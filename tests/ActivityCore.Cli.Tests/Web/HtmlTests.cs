using ActivityCore.Cli.Web;

namespace ActivityCore.Cli.Tests.Web;

public sealed class HtmlTests
{
    private const string Hostile = "</script><img src=x onerror=\"alert('1')\">&amp;";

    [Fact]
    public void Of_Text_IsEncodedInTextAndAttributes()
    {
        var html = Html.Of($"<a title=\"{Hostile}\">{Hostile}</a>").ToString();

        Assert.Equal(2, html.Count(c => c == '>'));
        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
        Assert.DoesNotContain("onerror=\"", html, StringComparison.Ordinal);
        Assert.Contains("&amp;amp;", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_Markup_IsLeftAsItIs()
    {
        var html = Html.Of($"<p>{Html.Of($"<b>{"<"}</b>")}</p>").ToString();

        Assert.Equal("<p><b>&lt;</b></p>", html);
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("data:text/html,x")]
    [InlineData("not an address")]
    [InlineData(null)]
    public void External_OtherThanWebAddress_IsNoLink(string? address) =>
        Assert.Equal("ref", Layout.External(address, "ref").ToString());

    [Fact]
    public void External_WebAddress_IsALink() =>
        Assert.Equal("<a href=\"https://issues.example/7?a=1&amp;b=2\" rel=\"noreferrer\">ref</a>", Layout.External("https://issues.example/7?a=1&b=2", "ref").ToString());
}
