using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.DevServer.Tests.Support;
using static Temporalio.DevServer.Tests.Support.ServiceUnderTest;

namespace Temporalio.DevServer.Tests.Engine;

public sealed class ActivityTests
{
    [Theory]
    [InlineData(TimeoutType.StartToClose, true)]
    [InlineData(TimeoutType.Heartbeat, true)]
    [InlineData(TimeoutType.ScheduleToStart, false)]
    [InlineData(TimeoutType.ScheduleToClose, true)]
    public async Task Timeout_OfEachKind_EndsAnActivityWithOneAttempt(TimeoutType type, bool start)
    {
        await using var service = await StartAsync(manualClock: true);
        await service.StartWorkflowAsync("w");
        await service.StepAsync(Activity("a", a =>
        {
            a.RetryPolicy = new() { MaximumAttempts = 1 };
            a.ScheduleToCloseTimeout = Seconds(type == TimeoutType.ScheduleToClose ? 5 : 100);
            a.ScheduleToStartTimeout = Seconds(type == TimeoutType.ScheduleToStart ? 5 : 100);
            a.StartToCloseTimeout = Seconds(type == TimeoutType.StartToClose ? 5 : 100);
            a.HeartbeatTimeout = type == TimeoutType.Heartbeat ? Seconds(5) : null;
        }));
        if (start)
            await service.PollActivityAsync();

        service.Clock!.Advance(TimeSpan.FromSeconds(6));
        await service.Server.Service.Engine.DrainAsync();

        var end = (await service.HistoryAsync("w")).Single(e => e.EventType == EventType.ActivityTaskTimedOut);
        Assert.Equal(type, end.ActivityTaskTimedOutEventAttributes.Failure.TimeoutFailureInfo.TimeoutType);
    }

    [Fact]
    public async Task Heartbeat_KeepsAnActivityAliveAndItsDetailsForTheNextAttempt()
    {
        await using var service = await StartAsync(manualClock: true);
        await service.StartWorkflowAsync("w");
        await service.StepAsync(Activity("a", a => a.HeartbeatTimeout = Seconds(5)));
        var task = await service.PollActivityAsync();

        service.Clock!.Advance(TimeSpan.FromSeconds(4));
        await service.Client.CallAsync(
            new RecordActivityTaskHeartbeatRequest { Namespace = Namespace, TaskToken = task.TaskToken, Details = Payload("half") },
            RecordActivityTaskHeartbeatResponse.Parser);
        service.Clock.Advance(TimeSpan.FromSeconds(4));
        await service.Server.Service.Engine.DrainAsync();
        Assert.Equal(1, (await service.DescribeAsync("w")).PendingActivities[0].Attempt);
        await service.FailActivityAsync(task);
        service.Clock.Advance(TimeSpan.FromSeconds(2));
        var second = await service.PollActivityAsync();

        Assert.Equal(2, second.Attempt);
        Assert.Equal(Payload("half"), second.HeartbeatDetails);
    }

    [Fact]
    public async Task Retry_OfANonRetryableFailure_DoesNotHappen()
    {
        await using var service = await StartAsync();
        await service.StartWorkflowAsync("w");
        await service.StepAsync(Activity("a"));

        await service.FailActivityAsync(await service.PollActivityAsync(), nonRetryable: true);

        var end = (await service.HistoryAsync("w")).Single(e => e.EventType == EventType.ActivityTaskFailed).ActivityTaskFailedEventAttributes;
        Assert.Equal(RetryState.NonRetryableFailure, end.RetryState);
    }

    [Fact]
    public async Task Retry_BeyondScheduleToClose_GivesUp()
    {
        await using var service = await StartAsync(manualClock: true);
        await service.StartWorkflowAsync("w");
        await service.StepAsync(Activity("a", a =>
        {
            a.ScheduleToCloseTimeout = Seconds(5);
            a.RetryPolicy = new() { InitialInterval = Seconds(10) };
        }));

        await service.FailActivityAsync(await service.PollActivityAsync());

        var end = (await service.HistoryAsync("w")).Single(e => e.EventType == EventType.ActivityTaskFailed).ActivityTaskFailedEventAttributes;
        Assert.Equal(RetryState.Timeout, end.RetryState);
    }

    [Fact]
    public async Task Token_OfAnEarlierAttempt_IsNotFound()
    {
        await using var service = await StartAsync(manualClock: true);
        await service.StartWorkflowAsync("w");
        await service.StepAsync(Activity("a"));
        var first = await service.PollActivityAsync();
        await service.FailActivityAsync(first);
        service.Clock!.Advance(TimeSpan.FromSeconds(2));
        await service.PollActivityAsync();

        var late = await Assert.ThrowsAsync<RawRpcException>(() => service.CompleteActivityAsync(first));

        Assert.Equal(5, late.Code);
    }

    [Fact]
    public async Task Canceled_WithoutARequest_IsInvalid()
    {
        await using var service = await StartAsync();
        await service.StartWorkflowAsync("w");
        await service.StepAsync(Activity("a"));
        var task = await service.PollActivityAsync();

        var refused = await Assert.ThrowsAsync<RawRpcException>(() => service.Client.CallAsync(
            new RespondActivityTaskCanceledRequest { Namespace = Namespace, TaskToken = task.TaskToken }, RespondActivityTaskCanceledResponse.Parser));

        Assert.Equal(3, refused.Code);
    }

    [Fact]
    public async Task Completed_ById_EndsTheActivity()
    {
        await using var service = await StartAsync();
        await service.StartWorkflowAsync("w");
        await service.StepAsync(Activity("a"));
        await service.PollActivityAsync();

        await service.Client.CallAsync(
            new RespondActivityTaskCompletedByIdRequest { Namespace = Namespace, WorkflowId = "w", ActivityId = "a", Result = Payload("by id") },
            RespondActivityTaskCompletedByIdResponse.Parser);

        var end = (await service.HistoryAsync("w")).Single(e => e.EventType == EventType.ActivityTaskCompleted);
        Assert.Equal(Payload("by id"), end.ActivityTaskCompletedEventAttributes.Result);
    }

    [Fact]
    public async Task Eager_Activity_ComesWithTheCompletion()
    {
        await using var service = await StartAsync();
        await service.StartWorkflowAsync("w");
        var task = await service.PollWorkflowAsync();

        var response = await service.CompleteAsync(task, Activity("a", a => a.RequestEagerExecution = true));
        await service.CompleteActivityAsync(new PollActivityTaskQueueResponse { TaskToken = Assert.Single(response.ActivityTasks).TaskToken });

        Assert.Empty((await service.DescribeAsync("w")).PendingActivities);
    }

    [Theory]
    [InlineData("", "act", 5, "BadScheduleActivityAttributes")]
    [InlineData("a", "", 5, "BadScheduleActivityAttributes")]
    [InlineData("a", "act", 0, "BadScheduleActivityAttributes")]
    public async Task Command_WithBadAttributes_FailsTheTask(string id, string type, int seconds, string cause)
    {
        await using var service = await StartAsync();
        await service.StartWorkflowAsync("w");
        var task = await service.PollWorkflowAsync();

        var refused = await Assert.ThrowsAsync<RawRpcException>(() => service.CompleteAsync(
            task,
            Timer("t", 5),
            Activity(id, a => (a.ActivityType.Name, a.StartToCloseTimeout) = (type, Seconds(seconds)))));

        Assert.Equal(3, refused.Code);
        Assert.StartsWith(cause + ": ", refused.Status, StringComparison.Ordinal);
        await service.AssertHistoryAsync("w", "WorkflowExecutionStarted WorkflowTaskScheduled WorkflowTaskStarted WorkflowTaskFailed");
    }

    private static Duration Seconds(int seconds) => Duration.FromTimeSpan(TimeSpan.FromSeconds(seconds));
}
