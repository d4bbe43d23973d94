using System.Text;
using Google.Protobuf;
using Temporalio.Api.ErrorDetails.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.DevServer.Grpc;
using Temporalio.DevServer.Tests.Support;
using Temporalio.Shared.Grpc;

namespace Temporalio.DevServer.Tests.Wire;

public sealed class GrpcTests
{
    private const string Start = "/temporal.api.workflowservice.v1.WorkflowService/StartWorkflowExecution";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData("30000000u", 30_000)]
    [InlineData("9987m", 9987)]
    [InlineData("70S", 70_000)]
    [InlineData("2M", 120_000)]
    [InlineData("1H", 3_600_000)]
    [InlineData("5000000n", 5)]
    public void Timeout_InAnyUnit_IsRead(string text, int milliseconds)
    {
        Assert.True(GrpcTimeoutHeader.TryParse(text, out var timeout));
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), timeout);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("-5S")]
    [InlineData("5x")]
    [InlineData("123456789S")]
    public void Timeout_Malformed_IsRefused(string text) => Assert.False(GrpcTimeoutHeader.TryParse(text, out _));

    [Fact]
    public async Task Request_Gzipped_IsRead()
    {
        await using var service = await ServiceUnderTest.StartAsync();

        var body = await service.Client.SendAsync(
            "/temporal.api.workflowservice.v1.WorkflowService/DescribeNamespace",
            RawClient.Frame(new DescribeNamespaceRequest { Namespace = "default" }, compressed: true),
            Patience,
            "gzip");

        Assert.Equal("default", DescribeNamespaceResponse.Parser.ParseFrom(body).NamespaceInfo.Name);
    }

    [Fact]
    public async Task Request_OfUnknownMethod_IsUnimplementedByName()
    {
        await using var service = await ServiceUnderTest.StartAsync();

        var refused = await Assert.ThrowsAsync<RawRpcException>(() => service.Client.SendAsync(
            "/temporal.api.workflowservice.v1.WorkflowService/PauseEverything", RawClient.Frame(new GetSystemInfoRequest()), Patience));

        Assert.Equal((12, "unknown method PauseEverything for service temporal.api.workflowservice.v1.WorkflowService"), (refused.Code, refused.Status));
    }

    [Fact]
    public async Task Request_TooLarge_IsRefusedWithTheTextClientsKnow()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        var large = new StartWorkflowExecutionRequest { Identity = new string('x', 5 * 1024 * 1024) };

        var plain = await Assert.ThrowsAsync<RawRpcException>(() => service.Client.SendAsync(Start, RawClient.Frame(large), Patience));
        var zipped = await Assert.ThrowsAsync<RawRpcException>(() => service.Client.SendAsync(Start, RawClient.Frame(large, compressed: true), Patience, "gzip"));

        Assert.Equal(8, plain.Code);
        Assert.StartsWith("grpc: received message larger than max", plain.Status, StringComparison.Ordinal);
        Assert.Equal(8, zipped.Code);
        Assert.StartsWith("grpc: received message after decompression larger than max", zipped.Status, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_OfRandomBytes_NeverEndsTheService()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        var random = new Random(7);
        string[] methods = ["StartWorkflowExecution", "PollWorkflowTaskQueue", "RespondWorkflowTaskCompleted", "ListWorkflowExecutions", "ResetWorkflowExecution", "GetWorkflowExecutionHistory"];

        for (var i = 0; i < 300; i++)
        {
            var bytes = new byte[random.Next(0, 200)];
            random.NextBytes(bytes);
            var framed = new byte[bytes.Length + 5];
            framed[0] = (byte)random.Next(0, 2);
            framed[4] = (byte)bytes.Length;
            bytes.CopyTo(framed, 5);
            var refused = await Assert.ThrowsAsync<RawRpcException>(() => service.Client.SendAsync(
                $"/temporal.api.workflowservice.v1.WorkflowService/{methods[i % methods.Length]}", framed, Patience, "gzip"));
            Assert.Equal(3, refused.Code);
        }

        await service.StartWorkflowAsync("w");
    }

    [Fact]
    public async Task Namespace_Unknown_IsNotFoundWithDetail()
    {
        await using var service = await ServiceUnderTest.StartAsync();

        var refused = await Assert.ThrowsAsync<RawRpcException>(() => service.StartWorkflowAsync("w", r => r.Namespace = "nobody"));

        Assert.Equal(5, refused.Code);
        Assert.Equal("nobody", refused.Detail<NamespaceNotFoundFailure>().Namespace);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a token")]
    public async Task Token_Malformed_IsInvalid(string token)
    {
        await using var service = await ServiceUnderTest.StartAsync();

        var refused = await Assert.ThrowsAsync<RawRpcException>(() => service.CompleteAsync(
            new PollWorkflowTaskQueueResponse { TaskToken = ByteString.CopyFrom(token, Encoding.UTF8) }));

        Assert.Equal(3, refused.Code);
    }

    [Fact]
    public async Task Poll_WithoutTask_AnswersEmptyBeforeTheDeadline()
    {
        await using var service = await ServiceUnderTest.StartAsync();

        Assert.Empty((await service.PollWorkflowAsync(seconds: 0.5)).TaskToken);
    }

    [Fact]
    public async Task Poll_Cancelled_DoesNotTakeTheNextTaskWithIt()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        using var cancel = new CancellationTokenSource();
        var poll = service.Client.CallAsync(
            new PollWorkflowTaskQueueRequest { Namespace = "default", TaskQueue = new() { Name = ServiceUnderTest.Queue } },
            PollWorkflowTaskQueueResponse.Parser,
            cancellationToken: cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => poll);

        await service.StartWorkflowAsync("w");

        Assert.NotEmpty((await service.PollWorkflowAsync()).TaskToken);
    }

    [Fact]
    public async Task ShutdownWorker_WithOpenPoll_EndsIt()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        var poll = service.Client.CallAsync(
            new PollWorkflowTaskQueueRequest { Namespace = "default", TaskQueue = new() { Name = ServiceUnderTest.Queue }, WorkerInstanceKey = "me" },
            PollWorkflowTaskQueueResponse.Parser,
            timeout: TimeSpan.FromMinutes(1));
        using var patience = new CancellationTokenSource(Patience);
        while ((await service.Client.CallAsync(
            new DescribeTaskQueueRequest { Namespace = "default", TaskQueue = new() { Name = ServiceUnderTest.Queue } }, DescribeTaskQueueResponse.Parser)).Pollers.Count == 0)
        {
            await Task.Delay(10, patience.Token);
        }

        await service.Client.CallAsync(new ShutdownWorkerRequest { Namespace = "default", WorkerInstanceKey = "me" }, ShutdownWorkerResponse.Parser);

        Assert.Empty((await poll.WaitAsync(TimeSpan.FromSeconds(30))).TaskToken);
    }

    [Fact]
    public async Task ShutdownWorker_WithStickyTask_MovesItToTheNormalQueue()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.StartWorkflowAsync("w");
        await service.PollWorkflowAsync(ServiceUnderTest.Sticky, seconds: 0.2);
        await service.CompleteAsync(await service.PollWorkflowAsync(), r => r.StickyAttributes = new()
        {
            WorkerTaskQueue = new() { Name = ServiceUnderTest.Sticky },
            ScheduleToStartTimeout = Google.Protobuf.WellKnownTypes.Duration.FromTimeSpan(TimeSpan.FromMinutes(5)),
        });
        await service.SignalAsync("w");

        await service.Client.CallAsync(new ShutdownWorkerRequest { Namespace = "default", StickyTaskQueue = ServiceUnderTest.Sticky }, ShutdownWorkerResponse.Parser);

        Assert.Equal(1, (await service.PollWorkflowAsync()).History.Events[0].EventId);
    }
}
