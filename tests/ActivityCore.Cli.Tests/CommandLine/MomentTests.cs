using ActivityCore.Cli.CommandLine;

namespace ActivityCore.Cli.Tests.CommandLine;

public sealed class MomentTests
{
    [Theory]
    [InlineData("30s", 30)]
    [InlineData("90m", 5_400)]
    [InlineData("24h", 86_400)]
    [InlineData("7d", 604_800)]
    public void TryParseSpan_NumberAndUnit_IsTheSpan(string text, int seconds)
    {
        Assert.True(Moment.TryParseSpan(text, out var span));
        Assert.Equal(TimeSpan.FromSeconds(seconds), span);
    }

    [Theory]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("-7d")]
    [InlineData("7w")]
    [InlineData("1.5h")]
    [InlineData("999999999d")]
    public void TryParseSpan_AnythingElse_IsRefused(string text) => Assert.False(Moment.TryParseSpan(text, out _));

    [Fact]
    public void TryParse_TimeWithoutOffset_IsUtc()
    {
        Assert.True(Moment.TryParse("2026-08-31T06:00:00", TimeProvider.System, out var moment));
        Assert.Equal(new DateTimeOffset(2026, 8, 31, 6, 0, 0, TimeSpan.Zero), moment);
    }
}
