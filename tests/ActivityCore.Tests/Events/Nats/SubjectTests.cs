using ActivityCore.Events.Nats;
using Nats.Lite;

namespace ActivityCore.Tests.Events.Nats;

public sealed class SubjectTests
{
    [Theory]
    [InlineData("state-hub_2", "state-hub_2")]
    [InlineData("State", "State")]
    [InlineData("coulomb/state.hub", "coulomb%2Fstate%2Ehub")]
    [InlineData("a b", "a%20b")]
    [InlineData("*", "%2A")]
    [InlineData(">", "%3E")]
    [InlineData("a%2Eb", "a%252Eb")]
    [InlineData("käse", "k%C3%A4se")]
    [InlineData("x\r\nPUB evil 0", "x%0D%0APUB%20evil%200")]
    [InlineData("", "%")]
    public void Encode_AnyText_IsOneToken(string text, string expected)
    {
        Assert.Equal(expected, SubjectToken.Encode(text));
        Assert.True(NatsSubject.IsPublishable($"act.tasks.create.{SubjectToken.Encode(text)}"));
    }

    [Fact]
    public void Encode_LongTexts_DifferAndAreBounded()
    {
        var one = SubjectToken.Encode(new string('a', 5_000));
        var two = SubjectToken.Encode(new string('a', 5_001));

        Assert.StartsWith("%~", one, StringComparison.Ordinal);
        Assert.NotEqual(one, two);
        Assert.InRange(one.Length, 1, SubjectToken.MaxLength);
    }

    [Theory]
    [InlineData("org.statehub.repo.registered", "org.statehub.repo.registered")]
    [InlineData("ops-service-observed", "org.activitycore.ops-service-observed")]
    [InlineData("ci.build.failed", "org.activitycore.ci.build.failed")]
    [InlineData("org", "org.activitycore.org")]
    [InlineData("org.größe", "org.gr%C3%B6%C3%9Fe")]
    public void Of_AnEventType_IsASubjectOfTheStream(string type, string expected) => Assert.Equal(expected, EventSubject.Of(type));

    [Fact]
    public void Of_ALongEventType_IsPublishable() =>
        Assert.True(NatsSubject.IsPublishable(EventSubject.Of(string.Join('.', Enumerable.Repeat("ö", 127)))));
}
