using System.Text.Json;
using ActivityCore.Storage;
using FsCheck;
using FsCheck.Fluent;

namespace ActivityCore.Tests.Storage;

public sealed class RedactionTests
{
    [Theory]
    [InlineData("Authorization: Bearer canary-4711")]
    [InlineData("authorization: Basic Y2FuYXJ5LTQ3MTE6Y2FuYXJ5LTQ3MTE=", "Y2FuYXJ5")]
    [InlineData("connect to postgres://alice:canary-4711@db/x failed")]
    [InlineData("GET https://hub/repos?key=canary-4711&x=1 gave 500")]
    [InlineData("""{"password":"canary-4711"}""")]
    [InlineData("ISSUE_CORE_API_KEY=canary-4711")]
    [InlineData("client_secret: 'canary-4711'")]
    [InlineData("token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJjYW5hcnkifQ.c2lnbmF0dXJl", "eyJ")]
    [InlineData("pushed with ghp_canary4711canary4711", "ghp_")]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\ncanary4711\n-----END RSA PRIVATE KEY-----", "canary")]
    public void Text_WithASecret_MasksIt(string text, string secret = "canary-4711")
    {
        var masked = Redaction.Text(text);

        Assert.DoesNotContain(secret, masked, StringComparison.Ordinal);
        Assert.Contains("[redacted]", masked, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("503 ServiceUnavailable: try later")]
    [InlineData("repo.last_sbom_at was \"2026-01-02T03:04:05Z\", so age_days is 58 > 30")]
    [InlineData("Basic information is missing: https://hub.example/repos/alpha")]
    public void Text_WithoutASecret_StaysAsItIs(string text) => Assert.Equal(text, Redaction.Text(text));

    [Fact]
    public void Text_WithLineBreaks_BecomesOneLine() => Assert.Equal("a  b c", Redaction.Text("a\r\nb\u0000c"));

    [Fact]
    public void Text_LongerThanItsLimit_IsCut() => Assert.Equal(100, Redaction.Text(new string('a', 100_000), 100).Length);

    // The first mask makes a value of what stood behind the name, so that there is more to mask.
    [Fact]
    public void Text_WithASecretThatAMaskBringsToLight_MasksBoth() =>
        Assert.Equal("https://hub.example/token:[redacted] a", Redaction.Text("https://hub.example/token:?{ a"));

    [Fact]
    public void Text_Twice_ChangesNothingMore()
    {
        var piece = Gen.Elements("a", " ", "=", ":", "\"", "password", "token", "Bearer ", "://", "@", "?", "https://", "[redacted]", "canary-4711", "...", "\n", "{", "}", "ghp_", "eyJ", ".");

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2_000), Prop.ForAll(Arb.From(Gen.ArrayOf(piece, 12)), pieces =>
        {
            var once = Redaction.Text(string.Concat(pieces));
            return string.Equals(once, Redaction.Text(once), StringComparison.Ordinal);
        }));
    }

    [Fact]
    public void Json_WithSecrets_MasksValuesAndKeepsTheShape()
    {
        var json = JsonElement.Parse("""{"repos":[{"slug":"a","api_key":"canary-4711","auth":{"accessToken":{"value":"canary-4711"}},"url":"https://u:canary-4711@h/x?y=1","n":1.50,"tokens":3}]}""");

        Assert.Equal(
            """{"repos":[{"slug":"a","api_key":"[redacted]","auth":{"accessToken":{"value":"[redacted]"}},"url":"https://[redacted]@h/x?y=1","n":1.50,"tokens":3}]}""",
            Redaction.Json(json).GetRawText());
    }

    /// <summary>As System.Text.Json escapes it, as nearly everybody else does, and as addresses do.</summary>
    [Theory]
    [InlineData("""p\"w\\+x/y""")]
    [InlineData("""p\u0022w\\\u002Bx/y""")]
    [InlineData("p%22w%5C%2Bx%2Fy")]
    [InlineData("""p"w\+x/y""")]
    public void Known_Escaped_IsMasked(string escaped) => Assert.Equal("say [redacted]!", Redaction.Known($"say {escaped}!", ["""p"w\+x/y"""]));
}
