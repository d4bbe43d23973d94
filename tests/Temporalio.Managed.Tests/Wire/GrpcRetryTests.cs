using Temporalio.Api.WorkflowService.V1;
using Temporalio.Client;
using Temporalio.Exceptions;
using Temporalio.Grpc;
using static Temporalio.Exceptions.RpcException;

namespace Temporalio.Managed.Tests.Wire;

public class GrpcRetryTests
{
    [Fact]
    public async Task Retry_UnavailableTwice_ThirdAnswerIsReturned()
    {
        await using var peer = await GrpcPeer.StartAsync();
        var connection = await ConnectAsync(peer, failures: 2, code: 14);

        await connection.WorkflowService.DescribeNamespaceAsync(new(), new() { Retry = true });

        Assert.Equal(3, Attempts(peer));
    }

    [Fact]
    public async Task Retry_RawCallByDefault_IsMadeOnce()
    {
        await using var peer = await GrpcPeer.StartAsync();
        var connection = await ConnectAsync(peer, failures: 1, code: 14);

        await Assert.ThrowsAsync<RpcException>(() => connection.WorkflowService.DescribeNamespaceAsync(new()));

        Assert.Equal(1, Attempts(peer));
    }

    [Fact]
    public async Task Retry_InvalidArgument_IsMadeOnce()
    {
        await using var peer = await GrpcPeer.StartAsync();
        var connection = await ConnectAsync(peer, failures: 1, code: 3);

        await Assert.ThrowsAsync<RpcException>(() => connection.WorkflowService.DescribeNamespaceAsync(new(), new() { Retry = true }));

        Assert.Equal(1, Attempts(peer));
    }

    [Fact]
    public async Task Retry_AlwaysUnavailable_EndsAfterMaxRetries()
    {
        await using var peer = await GrpcPeer.StartAsync();
        var connection = await ConnectAsync(peer, failures: int.MaxValue, code: 14, options => options.RpcRetry = new() { InitialInterval = TimeSpan.FromMilliseconds(1), MaxRetries = 4 });

        var failure = await Assert.ThrowsAsync<RpcException>(
            () => connection.WorkflowService.DescribeNamespaceAsync(new(), new() { Retry = true }));

        Assert.Equal(StatusCode.Unavailable, failure.Code);
        Assert.Equal(5, Attempts(peer));
    }

    [Theory]
    [InlineData(StatusCode.DataLoss, true, true)]
    [InlineData(StatusCode.Internal, true, true)]
    [InlineData(StatusCode.Unknown, true, true)]
    [InlineData(StatusCode.ResourceExhausted, true, true)]
    [InlineData(StatusCode.Aborted, true, true)]
    [InlineData(StatusCode.OutOfRange, true, true)]
    [InlineData(StatusCode.Unavailable, true, true)]
    [InlineData(StatusCode.Cancelled, false, true)]
    [InlineData(StatusCode.DeadlineExceeded, false, true)]
    [InlineData(StatusCode.InvalidArgument, false, false)]
    [InlineData(StatusCode.NotFound, false, false)]
    [InlineData(StatusCode.AlreadyExists, false, false)]
    [InlineData(StatusCode.PermissionDenied, false, false)]
    [InlineData(StatusCode.Unauthenticated, false, false)]
    [InlineData(StatusCode.FailedPrecondition, false, false)]
    [InlineData(StatusCode.Unimplemented, false, false)]
    public void Schedule_Code_DecidesRetry(StatusCode code, bool ordinary, bool poll)
    {
        var failure = new RpcException(code, "", null);

        Assert.Equal(ordinary, Schedule(taskPoll: false).Next(failure, TimeSpan.Zero) is not null);
        Assert.Equal(poll, Schedule(taskPoll: true).Next(failure, TimeSpan.Zero) is not null);
    }

    [Fact]
    public void Schedule_Ordinary_GrowsToItsCapAndEndsInTime()
    {
        var schedule = Schedule(taskPoll: false);
        var failure = new RpcException(StatusCode.Unavailable, "", null);

        var waits = Enumerable.Range(0, 9).Select(_ => schedule.Next(failure, TimeSpan.Zero)!.Value.TotalMilliseconds).ToList();

        Assert.All(waits.Zip([100, 170, 289, 491.3, 835.2, 1419.9, 2413.8, 4103.4, 5000]), pair => Assert.InRange(pair.First, pair.Second * 0.79, pair.Second * 1.21));
        Assert.Null(schedule.Next(failure, TimeSpan.FromSeconds(9)));
    }

    [Fact]
    public void Schedule_Poll_NeverEndsAndCapsAtTenSeconds()
    {
        var schedule = Schedule(taskPoll: true);
        var failure = new RpcException(StatusCode.Unavailable, "", null);

        var waits = Enumerable.Range(0, 100).Select(_ => schedule.Next(failure, TimeSpan.FromDays(1))).ToList();

        Assert.All(waits, wait => Assert.InRange(wait!.Value, TimeSpan.FromMilliseconds(160), TimeSpan.FromSeconds(12)));
    }

    [Fact]
    public void Schedule_ResourceExhausted_WaitsASecondAtLeast() =>
        Assert.Equal(TimeSpan.FromSeconds(1), Schedule(taskPoll: false).Next(new(StatusCode.ResourceExhausted, "quota", null), TimeSpan.Zero));

    [Theory]
    [InlineData("grpc: received message larger than max (5000000 vs. 4194304)")]
    [InlineData("grpc: received message after decompression larger than max 4194304")]
    public void Schedule_MessageTooLarge_IsNoQuota(string message) =>
        Assert.Null(Schedule(taskPoll: true).Next(new(StatusCode.ResourceExhausted, message, null), TimeSpan.Zero));

    private static RpcRetrySchedule Schedule(bool taskPoll) => new(new RpcRetryOptions(), taskPoll, new Random(1));

    private static Task<TemporalConnection> ConnectAsync(GrpcPeer peer, int failures, int code, Action<TemporalConnectionOptions>? configure = null)
    {
        var left = failures;
        peer.On("DescribeNamespace", call =>
        {
            if (left-- <= 0)
                return call.ReplyAsync(new DescribeNamespaceResponse());
            call.Fail(code, "scripted");
            return Task.CompletedTask;
        });
        return peer.ConnectAsync(configure);
    }

    private static int Attempts(GrpcPeer peer) => peer.Calls.Count(call => string.Equals(call.Method, "DescribeNamespace", StringComparison.Ordinal));
}
