using System.Net;
using System.Text;
using ActivityCore.Http;
using ActivityCore.Tests.Tasks;

namespace ActivityCore.Tests.Http;

public sealed class HttpEndpointsTests
{
    private const string Secret = "planted-secret-0123456789";

    [Fact]
    public async Task SendAsync_PathQueryAndCredential_GoWithTheRequest()
    {
        await using var receiver = await ScriptedReceiver.StartAsync();
        receiver.Always(200, """{"ok":true}""");
        using var sut = Endpoints(Endpoint(receiver, "/api/v1/"));

        var answer = await sut.SendAsync(sut.Find("it")!, new() { Path = "hosts/a b", Query = new Dictionary<string, string> { ["q"] = "x&y=1" } });

        Assert.True(Assert.IsType<HttpEndpointAnswer.Answered>(answer).IsSuccess);
        var (path, headers, _) = Assert.Single(receiver.Requests);
        Assert.Equal("/api/v1/hosts/a b", path);
        Assert.Equal($"Bearer {Secret}", headers["Authorization"]);
    }

    [Fact]
    public async Task SendAsync_PostJson_CarriesBodyAndHeader()
    {
        await using var receiver = await ScriptedReceiver.StartAsync();
        receiver.Always(201, "{}");
        using var sut = Endpoints(Endpoint(receiver) with { Methods = ["GET", "POST"] });

        await sut.SendAsync(sut.Find("it")!, new()
        {
            Method = "POST",
            Json = Encoding.UTF8.GetBytes("""{"a":1}"""),
            Headers = new Dictionary<string, string> { ["Idempotency-Key"] = "abc-1" },
        });

        var (_, headers, body) = Assert.Single(receiver.Requests);
        Assert.Equal("""{"a":1}""", body);
        Assert.Equal("application/json", headers["Content-Type"]);
        Assert.Equal("abc-1", headers["Idempotency-Key"]);
    }

    [Theory]
    [InlineData("GET", "../other")]
    [InlineData("GET", "a/%2e%2e/b")]
    [InlineData("GET", "/\\evil.example/")]
    [InlineData("GET", "//evil.example/")]
    [InlineData("GET", "a?token=1")]
    [InlineData("GET", "a#b")]
    [InlineData("GET", "a\r\nX-Evil: 1")]
    [InlineData("GET", "a%0d%0aX-Evil: 1")]
    [InlineData("DELETE", "")]
    public async Task SendAsync_WhatTheEndpointDoesNotAllow_IsNeverSent(string method, string path)
    {
        await using var receiver = await ScriptedReceiver.StartAsync();
        using var sut = Endpoints(Endpoint(receiver, "/api"));

        var answer = await sut.SendAsync(sut.Find("it")!, new() { Method = method, Path = path });

        Assert.IsType<HttpEndpointAnswer.Refused>(answer);
        Assert.Empty(receiver.Requests);
    }

    [Fact]
    public async Task SendAsync_Redirect_IsAnAnswerAndNotFollowed()
    {
        await using var receiver = await ScriptedReceiver.StartAsync();
        receiver.Always(302, "", "text/plain", ("Location", "http://169.254.169.254/"));
        using var sut = Endpoints(Endpoint(receiver));

        var answer = await sut.SendAsync(sut.Find("it")!, new());

        Assert.Equal(302, Assert.IsType<HttpEndpointAnswer.Answered>(answer).Status);
        Assert.Single(receiver.Requests);
    }

    [Fact]
    public async Task SendAsync_PrivateAddressWithoutTheSetting_IsRefused()
    {
        await using var receiver = await ScriptedReceiver.StartAsync();
        using var sut = Endpoints(Endpoint(receiver) with { AllowPrivate = false });

        var answer = await sut.SendAsync(sut.Find("it")!, new());

        Assert.Equal("it: 127.0.0.1 is an address of a private network, and allow_private is not set for it.", Assert.IsType<HttpEndpointAnswer.Refused>(answer).Reason);
        Assert.Empty(receiver.Requests);
    }

    [Fact]
    public async Task SendAsync_NameThatLeadsToMetadata_IsRefusedEvenWhereThePrivateIsAllowed()
    {
        var endpoint = new HttpEndpoint { Name = "it", Address = new Uri("http://rebound.example/latest"), AllowPrivate = true };
        using var sut = new HttpEndpoints([endpoint], TimeProvider.System, (_, _) => Task.FromResult(new[] { IPAddress.Parse("169.254.169.254") }));

        var answer = await sut.SendAsync(endpoint, new());

        Assert.Equal("it: rebound.example is a link-local, metadata or reserved address, which is never called.", Assert.IsType<HttpEndpointAnswer.Refused>(answer).Reason);
    }

    [Fact]
    public async Task SendAsync_TooLargeAnswer_IsRefused()
    {
        await using var receiver = await ScriptedReceiver.StartAsync();
        receiver.Always(200, new string(' ', 101));
        using var sut = Endpoints(Endpoint(receiver) with { MaxBytes = 100 });

        Assert.Equal("the answer of it is larger than 100 bytes", Assert.IsType<HttpEndpointAnswer.Refused>(await sut.SendAsync(sut.Find("it")!, new())).Reason);
    }

    [Fact]
    public async Task SendAsync_NoAnswerInTime_IsUnavailable()
    {
        await using var receiver = await ScriptedReceiver.StartAsync();
        receiver.Answer = (context, _) => Task.Delay(Timeout.Infinite, context.RequestAborted);
        using var sut = Endpoints(Endpoint(receiver) with { Timeout = TimeSpan.FromMilliseconds(200) });

        Assert.Equal("it gave no complete answer within 0.2 s", Assert.IsType<HttpEndpointAnswer.Unavailable>(await sut.SendAsync(sut.Find("it")!, new())).Reason);
    }

    [Fact]
    public async Task SendAsync_NobodyThere_SaysWhatTheNetworkDid()
    {
        using var sut = Endpoints(new HttpEndpoint { Name = "it", Address = new Uri("http://127.0.0.1:1"), AllowPrivate = true });

        Assert.Equal("it cannot be reached (ConnectionRefused)", Assert.IsType<HttpEndpointAnswer.Unavailable>(await sut.SendAsync(sut.Find("it")!, new())).Reason);
    }

    [Fact]
    public void ToString_OfEndpointAndCredential_GivesNothingAway()
    {
        var endpoint = new HttpEndpoint { Name = "it", Address = new Uri("https://it.example"), Credential = new("Authorization", "Bearer", Secret) };

        Assert.DoesNotContain(Secret, $"{endpoint} {endpoint.Credential}", StringComparison.Ordinal);
    }

    private static HttpEndpoint Endpoint(ScriptedReceiver receiver, string path = "/") => new()
    {
        Name = "it",
        Address = new Uri(receiver.Address, path),
        AllowPrivate = true,
        Credential = new("Authorization", "Bearer", Secret),
    };

    private static HttpEndpoints Endpoints(HttpEndpoint endpoint) => new([endpoint], TimeProvider.System);
}
