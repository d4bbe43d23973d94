using Temporalio.Api.Enums.V1;
using Temporalio.Api.ErrorDetails.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.DevServer.Tests.Support;
using static Temporalio.DevServer.Tests.Support.ServiceUnderTest;

namespace Temporalio.DevServer.Tests.Engine;

public sealed class StartTests
{
    [Fact]
    public async Task Start_RepeatedWithItsRequestId_GivesTheSameRun()
    {
        await using var service = await StartAsync();

        var first = await service.StartWorkflowAsync("w", r => r.RequestId = "same");
        var second = await service.StartWorkflowAsync("w", r => r.RequestId = "same");

        Assert.Equal(first, second);
    }

    [Fact]
    public async Task Start_OfARunningId_IsRefusedWithItsRun()
    {
        await using var service = await StartAsync();
        var running = await service.StartWorkflowAsync("w", r => r.RequestId = "one");

        var refused = await Assert.ThrowsAsync<RawRpcException>(() => service.StartWorkflowAsync("w"));

        Assert.Equal(6, refused.Code);
        var detail = refused.Detail<WorkflowExecutionAlreadyStartedFailure>();
        Assert.Equal((running, "one"), (detail.RunId, detail.StartRequestId));
    }

    [Fact]
    public async Task Start_UsingExisting_ReturnsTheRunningOne()
    {
        await using var service = await StartAsync();
        var running = await service.StartWorkflowAsync("w");

        Assert.Equal(running, await service.StartWorkflowAsync("w", r => r.WorkflowIdConflictPolicy = WorkflowIdConflictPolicy.UseExisting));
    }

    [Theory]
    [InlineData(WorkflowIdReusePolicy.TerminateIfRunning, WorkflowIdConflictPolicy.Unspecified)]
    [InlineData(WorkflowIdReusePolicy.AllowDuplicate, WorkflowIdConflictPolicy.TerminateExisting)]
    public async Task Start_TerminatingExisting_EndsTheRunningOne(WorkflowIdReusePolicy reuse, WorkflowIdConflictPolicy conflict)
    {
        await using var service = await StartAsync();
        var old = await service.StartWorkflowAsync("w");

        var next = await service.StartWorkflowAsync("w", r => (r.WorkflowIdReusePolicy, r.WorkflowIdConflictPolicy) = (reuse, conflict));

        Assert.NotEqual(old, next);
        Assert.Equal(WorkflowExecutionStatus.Terminated, (await service.DescribeAsync("w", old)).WorkflowExecutionInfo.Status);
        Assert.Equal(WorkflowExecutionStatus.Running, (await service.DescribeAsync("w")).WorkflowExecutionInfo.Status);
    }

    [Theory]
    [InlineData(true, WorkflowIdReusePolicy.AllowDuplicate, true)]
    [InlineData(true, WorkflowIdReusePolicy.AllowDuplicateFailedOnly, false)]
    [InlineData(false, WorkflowIdReusePolicy.AllowDuplicateFailedOnly, true)]
    [InlineData(false, WorkflowIdReusePolicy.RejectDuplicate, false)]
    public async Task Start_OfAClosedId_FollowsTheReusePolicy(bool completed, WorkflowIdReusePolicy policy, bool allowed)
    {
        await using var service = await StartAsync();
        await service.StartWorkflowAsync("w");
        if (completed)
            await service.StepAsync(Finish());
        else
            await service.TerminateAsync("w");

        var start = service.StartWorkflowAsync("w", r => r.WorkflowIdReusePolicy = policy);

        if (allowed)
            await start;
        else
            Assert.Equal(6, (await Assert.ThrowsAsync<RawRpcException>(() => start)).Code);
    }

    [Fact]
    public async Task Start_Eager_BringsItsFirstTask()
    {
        await using var service = await StartAsync();

        var response = await service.Client.CallAsync(
            new StartWorkflowExecutionRequest
            {
                Namespace = Namespace,
                WorkflowId = "w",
                WorkflowType = new() { Name = "wf" },
                TaskQueue = new() { Name = Queue },
                RequestEagerExecution = true,
            },
            StartWorkflowExecutionResponse.Parser);
        await service.CompleteAsync(response.EagerWorkflowTask, Finish());

        Assert.Equal(WorkflowExecutionStatus.Completed, (await service.DescribeAsync("w")).WorkflowExecutionInfo.Status);
    }

    [Fact]
    public async Task Signal_RepeatedWithItsRequestId_IsRecordedOnce()
    {
        await using var service = await StartAsync();
        await service.StartWorkflowAsync("w");

        await service.SignalAsync("w", requestId: "same");
        await service.SignalAsync("w", requestId: "same");

        await service.AssertHistoryAsync("w", "WorkflowExecutionStarted WorkflowTaskScheduled WorkflowExecutionSignaled");
    }

    [Fact]
    public async Task Cancel_Repeated_IsRecordedOnce()
    {
        await using var service = await StartAsync();
        await service.StartWorkflowAsync("w");

        await service.RequestCancelAsync("w");
        await service.RequestCancelAsync("w");

        await service.AssertHistoryAsync("w", "WorkflowExecutionStarted WorkflowTaskScheduled WorkflowExecutionCancelRequested");
    }

    [Fact]
    public async Task Start_WithDelay_WaitsEvenWhenSignalled()
    {
        await using var service = await StartAsync(manualClock: true);
        await service.StartWorkflowAsync("w", r => r.WorkflowStartDelay = Google.Protobuf.WellKnownTypes.Duration.FromTimeSpan(TimeSpan.FromMinutes(1)));
        await service.SignalAsync("w");

        await service.AssertHistoryAsync("w", "WorkflowExecutionStarted WorkflowExecutionSignaled");
        service.Clock!.Advance(TimeSpan.FromMinutes(2));
        await service.PollWorkflowAsync();

        await service.AssertHistoryAsync("w", "WorkflowExecutionStarted WorkflowExecutionSignaled WorkflowTaskScheduled WorkflowTaskStarted");
    }

    [Fact]
    public async Task Retry_OfAFailedRun_StartsTheNextAttemptLater()
    {
        await using var service = await StartAsync(manualClock: true);
        var first = await service.StartWorkflowAsync("w", r => r.RetryPolicy = new() { MaximumAttempts = 2 });
        await service.StepAsync(new Temporalio.Api.Command.V1.Command
        {
            CommandType = CommandType.FailWorkflowExecution,
            FailWorkflowExecutionCommandAttributes = new() { Failure = new() { Message = "no", ApplicationFailureInfo = new() } },
        });

        var failed = (await service.HistoryAsync("w", first))[^1].WorkflowExecutionFailedEventAttributes;
        var started = (await service.HistoryAsync("w"))[0].WorkflowExecutionStartedEventAttributes;

        Assert.Equal(RetryState.InProgress, failed.RetryState);
        Assert.Equal(failed.NewExecutionRunId, started.OriginalExecutionRunId);
        Assert.Equal((2, ContinueAsNewInitiator.Retry, 1L), (started.Attempt, started.Initiator, started.FirstWorkflowTaskBackoff.Seconds));
        service.Clock!.Advance(TimeSpan.FromSeconds(2));
        Assert.NotEmpty((await service.PollWorkflowAsync()).TaskToken);
    }

    [Fact]
    public async Task RunTimeout_Passed_TimesTheRunOut()
    {
        await using var service = await StartAsync(manualClock: true);
        await service.StartWorkflowAsync("w", r => r.WorkflowRunTimeout = Google.Protobuf.WellKnownTypes.Duration.FromTimeSpan(TimeSpan.FromSeconds(30)));

        service.Clock!.Advance(TimeSpan.FromSeconds(31));
        await service.Server.Service.Engine.DrainAsync();

        await service.AssertHistoryAsync("w", "WorkflowExecutionStarted WorkflowTaskScheduled WorkflowExecutionTimedOut");
    }
}
