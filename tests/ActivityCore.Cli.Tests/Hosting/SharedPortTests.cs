using System.Net;
using System.Net.Sockets;
using ActivityCore.Cli.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ActivityCore.Cli.Tests.Hosting;

public sealed class SharedPortTests
{
    private static readonly byte[] Http2PrefaceAndEmptySettings = [.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, 0, 0, 0, 4, 0, 0, 0, 0, 0];

    private static Task<WebFront> OpenAsync() => WebFront.OpenAsync(
        new Uri("http://127.0.0.1:0"),
        logging => logging.ClearProviders(),
        async http =>
        {
            http.Response.ContentType = "application/grpc";
            await http.Response.WriteAsync(http.Request.Protocol);
        },
        sandbox: null,
        CancellationToken.None);

    [Fact]
    public async Task Http1Request_IsAnsweredWithHttp1()
    {
        await using var front = await OpenAsync();
        using var client = new HttpClient();

        using var answer = await client.SendAsync(Request(front, HttpVersion.Version11, "/livez"));

        Assert.Equal(HttpVersion.Version11, answer.Version);
        Assert.Equal("ok\n", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Http2WithPriorKnowledge_ReachesTheGrpcHandlerOnTheSamePort()
    {
        await using var front = await OpenAsync();
        using var client = new HttpClient();
        using var request = Request(front, HttpVersion.Version20, "/temporal.api.workflowservice.v1.WorkflowService/GetSystemInfo");
        request.Method = HttpMethod.Post;
        request.Content = new ByteArrayContent([0, 0, 0, 0, 0]);
        request.Content.Headers.ContentType = new("application/grpc");

        using var answer = await client.SendAsync(request);

        Assert.Equal("HTTP/2", await answer.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(23)]
    public async Task Http2Preface_InPieces_IsStillSeen(int piece)
    {
        await using var front = await OpenAsync();
        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(IPAddress.Loopback, front.Address.Port);
        var stream = client.GetStream();

        foreach (var part in Http2PrefaceAndEmptySettings.Chunk(piece))
        {
            await stream.WriteAsync(part);
            await stream.FlushAsync();
        }

        var header = new byte[9];
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await stream.ReadExactlyAsync(header, limit.Token);
        Assert.Equal(4, header[3]);
    }

    [Fact]
    public async Task Connection_ThatClosesAfterHalfAPreface_LeavesThePortServing()
    {
        await using var front = await OpenAsync();
        using (var half = new TcpClient())
        {
            await half.ConnectAsync(IPAddress.Loopback, front.Address.Port);
            await half.GetStream().WriteAsync("PRI * HT"u8.ToArray());
        }

        using var client = new HttpClient();
        using var answer = await client.SendAsync(Request(front, HttpVersion.Version11, "/livez"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Page_BeforeTheEngineServes_Is503()
    {
        await using var front = await OpenAsync();
        using var client = new HttpClient();

        using var answer = await client.SendAsync(Request(front, HttpVersion.Version11, "/runs"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    private static HttpRequestMessage Request(WebFront front, Version version, string path) =>
        new(HttpMethod.Get, new Uri(front.Address, path)) { Version = version, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
}
