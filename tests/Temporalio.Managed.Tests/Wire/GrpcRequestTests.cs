using Temporalio.Api.WorkflowService.V1;
using Temporalio.Client;
using Temporalio.Exceptions;
using Temporalio.Shared.Grpc;
using static Temporalio.Exceptions.RpcException;

namespace Temporalio.Managed.Tests.Wire;

public class GrpcRequestTests
{
    [Fact]
    public async Task Request_Headers_AreThoseOfTheProtocol()
    {
        await using var peer = await StartAsync();
        var connection = await peer.ConnectAsync();

        await connection.WorkflowService.DescribeNamespaceAsync(new() { Namespace = "my-ns" }, new() { Timeout = TimeSpan.FromSeconds(7) });

        var call = peer.Calls.Last();
        Assert.Equal("/temporal.api.workflowservice.v1.WorkflowService/DescribeNamespace", call.Path);
        Assert.Equal("application/grpc", call.Headers["content-type"]);
        Assert.Equal("trailers", call.Headers["te"]);
        Assert.Equal("7000000u", call.Headers["grpc-timeout"]);
        Assert.Equal("gzip,identity", call.Headers["grpc-accept-encoding"]);
        Assert.Equal("temporal-dotnet", call.Headers["client-name"]);
        Assert.StartsWith("temporal-dotnet/", call.Headers["user-agent"], StringComparison.Ordinal);
        Assert.NotEmpty(call.Headers["client-version"]);
        Assert.Equal("my-ns", call.Headers["temporal-namespace"]);
        Assert.Equal(new DescribeNamespaceRequest { Namespace = "my-ns" }, DescribeNamespaceRequest.Parser.ParseFrom(call.Request[5..]));
        Assert.False(call.Headers.ContainsKey("authorization"));
    }

    [Fact]
    public async Task Request_NoTimeoutGiven_ThirtySecondsAndSeventyForPolls()
    {
        await using var peer = await StartAsync();
        peer.On("PollWorkflowTaskQueue", call => call.ReplyAsync(new PollWorkflowTaskQueueResponse()));
        peer.On("GetWorkflowExecutionHistory", call => call.ReplyAsync(new GetWorkflowExecutionHistoryResponse()));
        var service = (await peer.ConnectAsync()).WorkflowService;

        await service.DescribeNamespaceAsync(new());
        await service.PollWorkflowTaskQueueAsync(new());
        await service.GetWorkflowExecutionHistoryAsync(new());
        await service.GetWorkflowExecutionHistoryAsync(new() { WaitNewEvent = true });

        Assert.Equal("30000000u 70000000u 30000000u 70000000u", string.Join(' ', peer.Calls.Skip(1).Select(call => call.Headers["grpc-timeout"])));
    }

    [Fact]
    public async Task Metadata_ConnectionAndCall_CallWins()
    {
        await using var peer = await StartAsync();
        var connection = await peer.ConnectAsync(options =>
        {
            options.RpcMetadata = [new("Team", "a"), new("kept", "yes")];
            options.RpcBinaryMetadata = [new("blob-bin", [1, 2, 3, 4])];
        });

        await connection.WorkflowService.DescribeNamespaceAsync(
            new(), new() { Metadata = [new("team", "b")], BinaryMetadata = [new("other-bin", [255])] });

        var call = peer.Calls.Last();
        Assert.Equal("b", call.Headers["team"]);
        Assert.Equal("yes", call.Headers["kept"]);
        Assert.Equal([1, 2, 3, 4], GrpcBinaryValue.TryDecode(call.Headers["blob-bin"])!);
        Assert.Equal("/w", call.Headers["other-bin"]);
    }

    [Fact]
    public async Task ApiKey_WithoutTls_IsSentAndCanBeChanged()
    {
        await using var peer = await StartAsync();
        var connection = await peer.ConnectAsync(options => (options.ApiKey, options.Tls) = ("first", new TlsOptions { Disabled = true }));

        await connection.WorkflowService.DescribeNamespaceAsync(new());
        connection.ApiKey = "second";
        await connection.WorkflowService.DescribeNamespaceAsync(new());
        connection.RpcMetadata = [new("authorization", "Basic abc")];
        await connection.WorkflowService.DescribeNamespaceAsync(new());

        Assert.Equal(
            "Bearer first, Bearer first, Bearer second, Basic abc",
            string.Join(", ", peer.Calls.Select(call => call.Headers["authorization"])));
    }

    [Fact]
    public async Task Metadata_ThatCannotBeSent_IsRefusedWhereItIsSet()
    {
        await using var peer = await StartAsync();
        var connection = await peer.ConnectAsync();

        Assert.Throws<ArgumentException>(() => connection.RpcMetadata = [new("a", "line\nbreak")]);
        Assert.Throws<ArgumentException>(() => connection.RpcMetadata = [new("a b", "c")]);
        Assert.Throws<ArgumentException>(() => connection.RpcMetadata = [new("a-bin", "c")]);
        Assert.Throws<ArgumentException>(() => connection.RpcMetadata = [new("Content-Type", "c")]);
        Assert.Throws<ArgumentException>(() => connection.RpcMetadata = [new("grpc-timeout", "1S")]);
        Assert.Throws<ArgumentException>(() => connection.RpcBinaryMetadata = [new("a", [1])]);
        await Assert.ThrowsAsync<ArgumentException>(
            () => connection.WorkflowService.DescribeNamespaceAsync(new(), new() { Metadata = [new("a", "ü")] }));
    }

    [Fact]
    public async Task Metadata_NeverConnected_CannotBeSet()
    {
        await using var peer = await StartAsync();
        var connection = TemporalConnection.CreateLazy(new(peer.Target));

        Assert.Throws<InvalidOperationException>(() => connection.ApiKey = "key");
        Assert.False(connection.IsConnected);
        await connection.WorkflowService.DescribeNamespaceAsync(new());
        connection.ApiKey = "key";

        Assert.True(connection.IsConnected);
        Assert.Equal("GetSystemInfo DescribeNamespace", string.Join(' ', peer.Calls.Select(call => call.Method)));
    }

    [Fact]
    public async Task Deadline_NoAnswer_IsDeadlineExceededAndEndsTheStream()
    {
        await using var peer = await StartAsync();
        var ended = new TaskCompletionSource();
        peer.On("DescribeNamespace", async call =>
        {
            call.Context.RequestAborted.Register(ended.SetResult);
            await ended.Task;
        });
        var connection = await peer.ConnectAsync();

        var failure = await Assert.ThrowsAsync<RpcException>(
            () => connection.WorkflowService.DescribeNamespaceAsync(new(), new() { Timeout = TimeSpan.FromSeconds(2) }));

        Assert.Equal(StatusCode.DeadlineExceeded, failure.Code);
        Assert.Equal("DescribeNamespace did not finish within 00:00:02.", failure.Message);
        await ended.Task.WaitAsync(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Cancellation_ByTheCaller_IsOperationCanceledAndEndsTheStream()
    {
        await using var peer = await StartAsync();
        using var cancel = new CancellationTokenSource();
        var ended = new TaskCompletionSource();
        peer.On("DescribeNamespace", async call =>
        {
            call.Context.RequestAborted.Register(ended.SetResult);
            await cancel.CancelAsync();
            await ended.Task;
        });
        var connection = await peer.ConnectAsync();

        var failure = await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => connection.WorkflowService.DescribeNamespaceAsync(new(), new() { CancellationToken = cancel.Token, Retry = true }));

        Assert.Equal(cancel.Token, failure.CancellationToken);
        await ended.Task.WaitAsync(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Streams_MoreThanOneConnectionHolds_DoNotBlockOtherCalls()
    {
        await using var peer = await GrpcPeer.StartAsync(streamsPerConnection: 4);
        var release = new TaskCompletionSource();
        var polls = new CountdownEvent(12);
        peer.On("PollWorkflowTaskQueue", async call =>
        {
            polls.Signal();
            await release.Task;
            await call.ReplyAsync(new PollWorkflowTaskQueueResponse());
        });
        peer.On("DescribeNamespace", call => call.ReplyAsync(new DescribeNamespaceResponse()));
        var service = (await peer.ConnectAsync()).WorkflowService;

        var open = Enumerable.Range(0, 12).Select(_ => service.PollWorkflowTaskQueueAsync(new())).ToList();
        Assert.True(await Task.Run(() => polls.Wait(TimeSpan.FromMinutes(1))));
        await service.DescribeNamespaceAsync(new()).WaitAsync(TimeSpan.FromMinutes(1));
        release.SetResult();

        await Task.WhenAll(open).WaitAsync(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Connect_NobodyListens_SaysWhere()
    {
        var port = RealComponents.LoopbackPort.Free();

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => TemporalConnection.ConnectAsync(new($"127.0.0.1:{port}")));

        Assert.StartsWith($"Connection to 127.0.0.1:{port} failed: ", failure.Message, StringComparison.Ordinal);
        Assert.Equal(StatusCode.Unavailable, Assert.IsType<RpcException>(failure.InnerException).Code);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("http://localhost:7233")]
    [InlineData("localhost:port")]
    [InlineData("localhost:7233/path")]
    public async Task Connect_BadTarget_SaysWhatItMustBe(string? target)
    {
        var failure = await Assert.ThrowsAsync<ArgumentException>(() => TemporalConnection.ConnectAsync(new() { TargetHost = target }));

        Assert.Contains("host:port", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unknown method GetSystemInfo for service temporal.api.workflowservice.v1.WorkflowService", true)]
    [InlineData("unknown service temporal.api.workflowservice.v1.WorkflowService", true)]
    [InlineData("not for you", false)]
    public async Task Connect_ServiceWithoutSystemInfo_DependsOnTheText(string message, bool connects)
    {
        await using var peer = await StartAsync();
        peer.On("GetSystemInfo", call =>
        {
            call.Fail(12, message);
            return Task.CompletedTask;
        });

        if (connects)
            Assert.False((await peer.ConnectAsync()).Capabilities.EagerWorkflowStart);
        else
            await Assert.ThrowsAsync<InvalidOperationException>(() => peer.ConnectAsync());
    }

    [Fact]
    public async Task Lazy_FirstConnectFails_IsTriedAgain()
    {
        await using var peer = await StartAsync();
        var attempts = 0;
        peer.On("GetSystemInfo", call =>
        {
            if (++attempts > 1)
                return call.ReplyAsync(new GetSystemInfoResponse());
            call.Fail(14, "not yet");
            return Task.CompletedTask;
        });
        var connection = TemporalConnection.CreateLazy(new(peer.Target));

        await Assert.ThrowsAsync<InvalidOperationException>(() => connection.ConnectAsync());
        await connection.ConnectAsync();

        Assert.True(connection.IsConnected);
    }

    [Fact]
    public async Task CheckHealth_Serving_IsTrueForTheServiceAsked()
    {
        await using var peer = await StartAsync();
        peer.On("Check", call => call.ReplyAsync(new global::Grpc.Health.V1.HealthCheckResponse
        {
            Status = global::Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus.Serving,
        }));
        var connection = await peer.ConnectAsync();

        Assert.True(await connection.CheckHealthAsync(connection.OperatorService));

        var request = global::Grpc.Health.V1.HealthCheckRequest.Parser.ParseFrom(peer.Calls.Last().Request[5..]);
        Assert.Equal("temporal.api.operatorservice.v1.OperatorService", request.Service);
    }

    private static async Task<GrpcPeer> StartAsync()
    {
        var peer = await GrpcPeer.StartAsync();
        peer.On("DescribeNamespace", call => call.ReplyAsync(new DescribeNamespaceResponse()));
        return peer;
    }
}
