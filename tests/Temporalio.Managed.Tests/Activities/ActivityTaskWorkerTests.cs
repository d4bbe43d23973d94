using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Temporalio.Activities;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.Client;
using Temporalio.DevServer.Tests.Support;
using Temporalio.Exceptions;
using Temporalio.Managed.Tests.Wire;
using Temporalio.Worker;
using Temporalio.Worker.ActivityTasks;

namespace Temporalio.Managed.Tests.Activities;

/// <summary>Attempts of activities against a service that is scripted, and a clock that stands still.</summary>
public sealed class ActivityTaskWorkerTests : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly ManualTimeProvider _time = new();
    private readonly TaskCompletionSource<RespondActivityTaskFailedRequest> _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _heartbeat = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<ActivityExecutionContext> _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private GrpcPeer _peer = null!;
    private ActivityTaskWorker _sut = null!;

    public async ValueTask InitializeAsync()
    {
        _peer = await GrpcPeer.StartAsync();
        _peer.On("RespondActivityTaskCanceled", call => call.ReplyAsync(new RespondActivityTaskCanceledResponse()));
        _peer.On("RecordActivityTaskHeartbeat", call => call.ReplyAsync(new RecordActivityTaskHeartbeatResponse()));
        _peer.On("RespondActivityTaskFailed", call =>
        {
            _failed.TrySetResult(RespondActivityTaskFailedRequest.Parser.ParseFrom(call.Request.AsSpan(5)));
            return call.ReplyAsync(new RespondActivityTaskFailedResponse());
        });
        var options = new TemporalWorkerOptions("tq").AddActivity(WaitAsync).AddActivity(HeartbeatAndFailAsync);
        var services = new WorkerServices(new TemporalClient(await _peer.ConnectAsync(), new()), options, _time);
        _sut = new(services, new(services, new(options.Activities)));
    }

    public async ValueTask DisposeAsync()
    {
        _sut.Dispose();
        await _peer.DisposeAsync();
    }

    [Fact]
    public async Task Reserve_AfterTheShutdown_IsRefused()
    {
        await _sut.ShutdownAsync().WaitAsync(Limit);

        Assert.False(_sut.TryReserve());
    }

    [Fact]
    public async Task Shutdown_WaitsForWhatIsReserved()
    {
        Assert.True(_sut.TryReserve());

        var shutdown = _sut.ShutdownAsync();

        Assert.False(shutdown.IsCompleted);
        _sut.Release(1);
        await shutdown.WaitAsync(Limit);
    }

    [Fact]
    public async Task Attempt_ThatBeginsAfterTheGrace_IsCancelled()
    {
        Assert.True(_sut.TryReserve());
        var shutdown = _sut.ShutdownAsync();

        _sut.Start(Attempt(nameof(WaitAsync)));

        await shutdown.WaitAsync(Limit);
        Assert.Equal(ActivityCancelReason.WorkerShutdown, (await _begun.Task).CancelReason);
    }

    [Fact]
    public async Task Attempt_ThatForgetsItsHeartbeat_IsCancelled()
    {
        Assert.True(_sut.TryReserve());
        _sut.Start(Attempt(nameof(WaitAsync), heartbeatTimeout: TimeSpan.FromSeconds(10)));
        var context = await _begun.Task.WaitAsync(Limit);

        _time.Advance(TimeSpan.FromSeconds(14));
        context.Heartbeat();
        _time.Advance(TimeSpan.FromSeconds(14));
        Assert.Equal(ActivityCancelReason.None, context.CancelReason);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(ActivityCancelReason.Timeout, context.CancelReason);
        await _sut.ShutdownAsync().WaitAsync(Limit);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Heartbeat_ThatDidNotGetThrough_GoesWithTheFailure(bool refused)
    {
        _peer.On("RecordActivityTaskHeartbeat", async call =>
        {
            if (refused)
            {
                call.Fail((int)RpcException.StatusCode.InvalidArgument, "no");
            }
            _heartbeat.TrySetResult();
            if (!refused)
            {
                await Task.Delay(Timeout.Infinite, call.Context.RequestAborted);
            }
        });
        Assert.True(_sut.TryReserve());

        _sut.Start(Attempt(nameof(HeartbeatAndFailAsync)));

        var failed = await _failed.Task.WaitAsync(Limit);
        Assert.Equal("\"progress\"", Assert.Single(failed.LastHeartbeatDetails.Payloads_).Data.ToStringUtf8());
        await _sut.ShutdownAsync().WaitAsync(Limit);
    }

    private static PollActivityTaskQueueResponse Attempt(string method, TimeSpan? heartbeatTimeout = null) => new()
    {
        TaskToken = ByteString.CopyFromUtf8("task"),
        ActivityId = "1",
        ActivityType = new() { Name = method[..^"Async".Length] },
        WorkflowExecution = new() { WorkflowId = "wf", RunId = "run" },
        WorkflowType = new() { Name = "Workflow" },
        Attempt = 1,
        StartToCloseTimeout = Duration.FromTimeSpan(TimeSpan.FromHours(1)),
        HeartbeatTimeout = heartbeatTimeout is { } timeout ? Duration.FromTimeSpan(timeout) : null,
    };

    [Activity]
    private async Task WaitAsync()
    {
        var context = ActivityExecutionContext.Current;
        _begun.SetResult(context);
        await Task.Delay(Timeout.Infinite, context.CancellationToken);
    }

    [Activity]
    private async Task HeartbeatAndFailAsync()
    {
        ActivityExecutionContext.Current.Heartbeat("progress");
        await _heartbeat.Task;
        throw new ApplicationFailureException("broken");
    }
}
