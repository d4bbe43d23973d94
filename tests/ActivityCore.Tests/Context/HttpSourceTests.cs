using System.Text.Json;
using ActivityCore.Context;
using ActivityCore.Http;
using ActivityCore.Tests.Tasks;
using Microsoft.AspNetCore.Http;

namespace ActivityCore.Tests.Context;

public sealed class HttpSourceTests
{
    private const string Secret = "planted+secret/0123456789";

    [Fact]
    public async Task ReadAsync_PathAndQuery_GivesTheJson()
    {
        await using var receiver = await ScriptedReceiver.StartAsync();
        receiver.Answer = (context, _) => context.Response.WriteAsync($$"""{"query":"{{context.Request.QueryString}}"}""");

        var answer = await Read(receiver, """{"path":"hosts","query":{"env":"prod&x","limit":5,"all":true}}""");

        Assert.Equal("?all=true&env=prod%26x&limit=5", Assert.IsType<ContextAnswer.Found>(answer).Value.GetProperty("query").GetString());
        Assert.Equal("/hosts", Assert.Single(receiver.Requests).Path);
    }

    [Theory]
    [InlineData("""{"url":"https://evil.example"}""")]
    [InlineData("""{"path":5}""")]
    [InlineData("""{"query":{"a":[1]}}""")]
    [InlineData("""{"path":"../x"}""")]
    public async Task ReadAsync_WrongParameters_AreRefusedWithoutARequest(string parameters)
    {
        await using var receiver = await ScriptedReceiver.StartAsync();

        Assert.IsType<ContextAnswer.Refused>(await Read(receiver, parameters));
        Assert.Empty(receiver.Requests);
    }

    [Theory]
    [InlineData(200, "nonsense", "The answer of it is not JSON, names a member twice, or is nested more than 64 deep.")]
    [InlineData(200, """{"a":1,"a":2}""", "The answer of it is not JSON, names a member twice, or is nested more than 64 deep.")]
    [InlineData(200, """{"a":"\ud800"}""", "The answer of it is not JSON, names a member twice, or is nested more than 64 deep.")]
    [InlineData(302, "", "it answered with 302.")]
    [InlineData(404, "", "it answered with 404.")]
    public async Task ReadAsync_UnusableAnswer_IsRefused(int status, string body, string reason)
    {
        await using var receiver = await ScriptedReceiver.StartAsync();
        receiver.Always(status, body, headers: ("Location", "http://127.0.0.1:1/"));

        Assert.Equal(reason, Assert.IsType<ContextAnswer.Refused>(await Read(receiver, "{}")).Reason);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(429)]
    [InlineData(503)]
    public async Task ReadAsync_Outage_IsUnavailableAndHonoursRetryAfter(int status)
    {
        await using var receiver = await ScriptedReceiver.StartAsync();
        receiver.Always(status, "", headers: ("Retry-After", "7"));

        Assert.Equal(new ContextAnswer.Unavailable($"it answered with {status}.", TimeSpan.FromSeconds(7)), await Read(receiver, "{}"));
    }

    /// <summary>A neighbour that says the key back, however it escapes it.</summary>
    [Fact]
    public async Task ReadAsync_AnswerThatRepeatsTheSecret_IsMasked()
    {
        await using var receiver = await ScriptedReceiver.StartAsync();
        receiver.Answer = (context, _) => context.Response.WriteAsync(JsonSerializer.Serialize(new { you_sent = context.Request.Headers.Authorization.ToString(), api_key = "whatever" }));

        var value = Assert.IsType<ContextAnswer.Found>(await Read(receiver, "{}")).Value;

        Assert.DoesNotContain("planted", value.GetRawText(), StringComparison.Ordinal);
        Assert.Equal("[redacted]", value.GetProperty("api_key").GetString());
    }

    private static async Task<ContextAnswer> Read(ScriptedReceiver receiver, string parameters)
    {
        var endpoint = new HttpEndpoint { Name = "it", Address = receiver.Address, AllowPrivate = true, Credential = new("Authorization", "Bearer", Secret) };
        using var endpoints = new HttpEndpoints([endpoint], TimeProvider.System);
        return await new HttpSource(endpoints, endpoint).ReadAsync(JsonElement.Parse(parameters));
    }
}
