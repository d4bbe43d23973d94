using FsCheck;
using FsCheck.Fluent;
using Temporalio.Shared.Grpc;

namespace Temporalio.Managed.Tests.Wire;

public class GrpcTextTests
{
    [Theory]
    [InlineData("plain text", "plain text")]
    [InlineData("100%", "100%25")]
    [InlineData("ü\n", "%C3%BC%0A")]
    public void Message_Encoded_IsPrintableAscii(string message, string encoded)
    {
        Assert.Equal(encoded, GrpcStatusMessage.Encode(message));
        Assert.Equal(message, GrpcStatusMessage.Decode(encoded));
    }

    [Theory]
    [InlineData("%", "%")]
    [InlineData("%4", "%4")]
    [InlineData("%zz1", "%zz1")]
    [InlineData("%FF", "\uFFFD")]
    public void Message_BadEscape_IsKept(string encoded, string decoded) => Assert.Equal(decoded, GrpcStatusMessage.Decode(encoded));

    [Fact]
    public void Message_AnyText_SurvivesTheRoundTrip() =>
        Prop.ForAll<NonNull<string>>(text =>
        {
            var valid = System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text.Get));
            return string.Equals(GrpcStatusMessage.Decode(GrpcStatusMessage.Encode(valid)), valid, StringComparison.Ordinal);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("30000000u", 30_000)]
    [InlineData("9987m", 9_987)]
    [InlineData("70S", 70_000)]
    [InlineData("2M", 120_000)]
    [InlineData("1H", 3_600_000)]
    [InlineData("5000000n", 5)]
    public void Timeout_EveryUnit_IsRead(string text, int milliseconds)
    {
        Assert.True(GrpcTimeoutHeader.TryParse(text, out var timeout));
        Assert.Equal(milliseconds, timeout.TotalMilliseconds);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("S")]
    [InlineData("1")]
    [InlineData("-1S")]
    [InlineData("1.5S")]
    [InlineData("123456789S")]
    [InlineData("1x")]
    public void Timeout_Malformed_IsRefused(string? text) => Assert.False(GrpcTimeoutHeader.TryParse(text, out _));

    [Fact]
    public void Timeout_Written_IsNeverShorterAndAtMostEightDigits() =>
        Prop.ForAll<PositiveInt, byte>((ticks, shift) =>
        {
            var time = TimeSpan.FromTicks((long)ticks.Get << (shift % 24));
            var text = GrpcTimeoutHeader.Format(time);
            return GrpcTimeoutHeader.TryParse(text, out var read) && read >= time && text.Length <= 9;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void BinaryValue_AnyBytes_SurvivesTheRoundTrip() =>
        Prop.ForAll<byte[]>(bytes => GrpcBinaryValue.TryDecode(GrpcBinaryValue.Encode(bytes))!.SequenceEqual(bytes)).QuickCheckThrowOnFailure();

    [Fact]
    public void BinaryValue_Padded_IsReadToo() => Assert.Equal([255], GrpcBinaryValue.TryDecode("/w==")!);
}
