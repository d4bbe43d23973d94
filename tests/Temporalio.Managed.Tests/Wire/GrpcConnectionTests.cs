using System.Net;
using System.Net.Sockets;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Client;
using Temporalio.Exceptions;
using Temporalio.Grpc;
using static Temporalio.Exceptions.RpcException;

namespace Temporalio.Managed.Tests.Wire;

public class GrpcConnectionTests
{
    [Fact]
    public async Task Peer_ThatFallsSilent_IsGivenUpByPings()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var silent = SpeakOnceAsync(listener);
        var connection = TemporalConnection.CreateLazy(new($"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}")
        {
            KeepAlive = new() { Interval = TimeSpan.FromSeconds(1), Timeout = TimeSpan.FromSeconds(1) },
        });

        // The connect call's own limit is 10 s and would give DeadlineExceeded.
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => connection.ConnectAsync().WaitAsync(TimeSpan.FromSeconds(30)));

        Assert.Equal(StatusCode.Unavailable, Assert.IsType<RpcException>(failure.InnerException).Code);
        listener.Stop();
        await silent.WaitAsync(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Peer_ThatHangsUp_IsUnavailableAndReachedAgain()
    {
        await using var peer = await GrpcPeer.StartAsync();
        var calls = 0;
        peer.On("DescribeNamespace", call =>
        {
            if (++calls > 1)
                return call.ReplyAsync(new DescribeNamespaceResponse());
            call.Context.Features.Get<Microsoft.AspNetCore.Connections.Features.IConnectionLifetimeFeature>()!.Abort();
            return Task.CompletedTask;
        });
        var connection = await peer.ConnectAsync();

        await connection.WorkflowService.DescribeNamespaceAsync(new(), new() { Retry = true });

        Assert.Equal(2, calls);
    }

    [Fact]
    public async Task Handler_ThatGivesUpByItself_IsUnavailable()
    {
        var channel = new GrpcChannel(new HttpMessageInvoker(new TimedOut()), new Uri("http://localhost:1"), null, TimeProvider.System);

        var failure = await Assert.ThrowsAsync<RpcException>(() => channel.InvokeAsync(
            new GrpcCall
            {
                Service = "s",
                Method = "m",
                Request = new DescribeNamespaceRequest(),
                Timeout = TimeSpan.FromMinutes(1),
                Metadata = new Dictionary<string, string>(StringComparer.Ordinal),
            },
            DescribeNamespaceResponse.Parser,
            CancellationToken.None));

        Assert.Equal((StatusCode.Unavailable, "The operation was canceled. no connection in time"), (failure.Code, failure.Message));
    }

    [Theory]
    [InlineData(1000, true)]
    [InlineData(999, false)]
    public async Task Answer_PackedSmallUnpackedLarge_HasTheSameLimit(int limit, bool fits)
    {
        using var body = new MemoryStream(PeerCall.Frame(PeerCall.Gzip(new byte[1000]), flag: 1));

        var read = GrpcResponseBody.ReadAsync(body, "gzip", limit, CancellationToken.None);

        if (fits)
            Assert.Equal(1000, (await read)!.Length);
        else
            Assert.Equal(StatusCode.ResourceExhausted, (await Assert.ThrowsAsync<RpcException>(() => read)).Code);
    }

    // Greets as an HTTP/2 server does, then reads and never answers.
    private static async Task SpeakOnceAsync(TcpListener listener)
    {
        using var client = await listener.AcceptTcpClientAsync();
        var stream = client.GetStream();
        await stream.WriteAsync(new byte[] { 0, 0, 0, 4, 0, 0, 0, 0, 0 });
        var buffer = new byte[4096];
        try
        {
            while (await stream.ReadAsync(buffer) > 0)
            {
                // Nothing to say.
            }
        }
        catch (IOException)
        {
            // The client hung up.
        }
    }

    private sealed class TimedOut : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new TaskCanceledException("The operation was canceled.", new TimeoutException("no connection in time"));
    }
}
