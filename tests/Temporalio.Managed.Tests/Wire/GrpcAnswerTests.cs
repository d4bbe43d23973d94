using System.Text;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Http;
using Temporalio.Api.ErrorDetails.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Exceptions;
using static Temporalio.Exceptions.RpcException;

namespace Temporalio.Managed.Tests.Wire;

public class GrpcAnswerTests
{
    private const string Rpc = "GetClusterInfo";
    private static readonly byte[] Answer = new GetClusterInfoResponse { ClusterName = "peer" }.ToByteArray();

    [Fact]
    public async Task Answer_Plain_IsReturned()
    {
        var name = await CallAsync(call => call.WriteAsync(PeerCall.Frame(Answer)));

        Assert.Equal("peer", name);
    }

    [Fact]
    public async Task Answer_Gzip_IsUnpacked()
    {
        var name = await CallAsync(call =>
        {
            call.Context.Response.Headers["grpc-encoding"] = "gzip";
            return call.WriteAsync(PeerCall.Frame(PeerCall.Gzip(Answer), flag: 1));
        });

        Assert.Equal("peer", name);
    }

    [Fact]
    public async Task Answer_UncompressedMessageInGzipStream_IsReturned()
    {
        var name = await CallAsync(call =>
        {
            call.Context.Response.Headers["grpc-encoding"] = "gzip";
            return call.WriteAsync(PeerCall.Frame(Answer));
        });

        Assert.Equal("peer", name);
    }

    [Fact]
    public async Task Answer_InSingleBytes_IsPutTogether()
    {
        var name = await CallAsync(async call =>
        {
            call.Begin();
            call.Context.Response.DeclareTrailer("grpc-status");
            foreach (var b in PeerCall.Frame(Answer))
            {
                await call.Context.Response.Body.WriteAsync(new[] { b });
                await call.Context.Response.Body.FlushAsync();
            }

            call.Context.Response.AppendTrailer("grpc-status", "0");
        });

        Assert.Equal("peer", name);
    }

    [Fact]
    public async Task Answer_EmptyMessage_IsReturned() => Assert.Equal("", await CallAsync(call => call.WriteAsync(PeerCall.Frame([]))));

    [Fact]
    public async Task Answer_OneMebibyte_IsReturned()
    {
        var large = new GetClusterInfoResponse { ClusterName = new string('x', 1024 * 1024) };

        Assert.Equal(large.ClusterName, await CallAsync(call => call.ReplyAsync(large)));
    }

    [Fact]
    public async Task Error_TrailersOnly_HasCodeMessageAndDetails()
    {
        var status = new Google.Rpc.Status { Code = 5, Message = "gone", Details = { Any.Pack(new NamespaceNotFoundFailure { Namespace = "ns" }) } };
        var details = Convert.ToBase64String(status.ToByteArray()).TrimEnd('=');

        var failure = await FailAsync(call =>
        {
            call.Fail(5, "gone%2C f%C3%BCr immer 100%", details);
            return Task.CompletedTask;
        });

        Assert.Equal(StatusCode.NotFound, failure.Code);
        Assert.Equal("gone, für immer 100%", failure.Message);
        var detail = Assert.Single(failure.GrpcStatus.Value!.Details);
        Assert.Equal("ns", detail.Unpack<NamespaceNotFoundFailure>().Namespace);
    }

    [Fact]
    public async Task Error_InTrailersAfterMessage_Wins()
    {
        var failure = await FailAsync(async call =>
        {
            call.Begin();
            call.Context.Response.DeclareTrailer("grpc-status");
            call.Context.Response.DeclareTrailer("grpc-message");
            await call.Context.Response.Body.WriteAsync(PeerCall.Frame(Answer));
            call.Context.Response.AppendTrailer("grpc-status", "10");
            call.Context.Response.AppendTrailer("grpc-message", "lost");
        });

        Assert.Equal((StatusCode.Aborted, "lost"), (failure.Code, failure.Message));
    }

    [Fact]
    public async Task Error_DetailsThatAreNoBase64_AreLeftOut()
    {
        var failure = await FailAsync(call =>
        {
            call.Fail(3, "bad", "!!!");
            return Task.CompletedTask;
        });

        Assert.Equal(StatusCode.InvalidArgument, failure.Code);
        Assert.Null(failure.GrpcStatus.Value);
    }

    public static TheoryData<string, string, StatusCode> BrokenBodies => new()
    {
        { "missing trailers", "The answer ended without a gRPC status.", StatusCode.Internal },
        { "no message", "The answer has the status OK and no message.", StatusCode.Internal },
        { "cut header", "The answer's body ends inside the frame header, after 3 of 5 bytes.", StatusCode.Internal },
        { "cut message", $"The answer's body ends inside the message, after 4 of {6} bytes.", StatusCode.Internal },
        { "two messages", "The answer's body holds more than one message.", StatusCode.Internal },
        { "bad flag", "The answer's body has the compression flag 7, where only 0 and 1 exist.", StatusCode.Internal },
        { "huge length", "The answer has 4294967295 bytes or more, 134217728 are allowed.", StatusCode.ResourceExhausted },
        { "compressed without encoding", "The answer is compressed with 'nothing named'; only gzip is understood.", StatusCode.Unimplemented },
        { "status no number", "The server sent the status 'soon', which is no number.", StatusCode.Unknown },
        { "status unknown", "The server sent the unknown status 77.", StatusCode.Unknown },
    };

    [Theory]
    [MemberData(nameof(BrokenBodies))]
    public async Task Body_Broken_SaysHow(string what, string message, StatusCode code)
    {
        var frame = PeerCall.Frame(Answer);

        var failure = await FailAsync(call => what switch
        {
            "missing trailers" => call.WriteAsync(frame, status: null),
            "no message" => call.WriteAsync([]),
            "cut header" => call.WriteAsync(frame[..3]),
            "cut message" => call.WriteAsync(frame[..9]),
            "two messages" => call.WriteAsync([.. frame, .. frame]),
            "bad flag" => call.WriteAsync(PeerCall.Frame(Answer, flag: 7)),
            "huge length" => call.WriteAsync([0, 0xff, 0xff, 0xff, 0xff]),
            "compressed without encoding" => call.WriteAsync(PeerCall.Frame(Answer, flag: 1)),
            "status no number" => call.WriteAsync(frame, status: "soon"),
            _ => call.WriteAsync(frame, status: "77"),
        });

        Assert.Equal((code, message), (failure.Code, failure.Message));
    }

    [Fact]
    public async Task Body_GzipThatIsNone_SaysSo()
    {
        var failure = await FailAsync(call =>
        {
            call.Context.Response.Headers["grpc-encoding"] = "gzip";
            return call.WriteAsync(PeerCall.Frame([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], flag: 1));
        });

        Assert.Equal(StatusCode.Internal, failure.Code);
        Assert.StartsWith("The answer's body is marked as gzip and is not:", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_NoProtobuf_SaysSo()
    {
        var failure = await FailAsync(call => call.WriteAsync(PeerCall.Frame(Encoding.UTF8.GetBytes("<html>not protobuf</html>"))));

        Assert.Equal(StatusCode.Internal, failure.Code);
        Assert.StartsWith("The answer of GetClusterInfo is no GetClusterInfoResponse:", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, StatusCode.Unauthenticated)]
    [InlineData(403, StatusCode.PermissionDenied)]
    [InlineData(404, StatusCode.Unimplemented)]
    [InlineData(429, StatusCode.Unavailable)]
    [InlineData(503, StatusCode.Unavailable)]
    [InlineData(418, StatusCode.Unknown)]
    public async Task Http_StatusOfAProxy_IsMapped(int http, StatusCode code)
    {
        var failure = await FailAsync(call =>
        {
            call.Context.Response.StatusCode = http;
            return call.Context.Response.Body.WriteAsync("no gRPC here"u8.ToArray()).AsTask();
        });

        Assert.Equal((code, $"The server answered with the HTTP status {http}."), (failure.Code, failure.Message));
    }

    [Fact]
    public async Task Http_OtherContentType_IsNamed()
    {
        var failure = await FailAsync(call =>
        {
            call.Context.Response.ContentType = "text/html";
            return call.Context.Response.Body.WriteAsync("<html>"u8.ToArray()).AsTask();
        });

        Assert.Equal("The server answered with the content type 'text/html' instead of application/grpc.", failure.Message);
    }

    [Fact]
    public async Task Stream_ResetByServer_IsAFailureWithACode()
    {
        var failure = await FailAsync(async call =>
        {
            call.Begin();
            await call.Context.Response.Body.WriteAsync(PeerCall.Frame(Answer).AsMemory(0, 7));
            await call.Context.Response.Body.FlushAsync();
            call.Context.Abort();
        });

        Assert.Contains(failure.Code, new[] { StatusCode.Internal, StatusCode.Cancelled, StatusCode.Unavailable });
    }

    private static async Task<string> CallAsync(Func<PeerCall, Task> answer)
    {
        await using var peer = await GrpcPeer.StartAsync();
        peer.On(Rpc, answer);
        var connection = await peer.ConnectAsync();
        return (await connection.WorkflowService.GetClusterInfoAsync(new())).ClusterName;
    }

    private static async Task<RpcException> FailAsync(Func<PeerCall, Task> answer) =>
        await Assert.ThrowsAsync<RpcException>(() => CallAsync(answer));
}
