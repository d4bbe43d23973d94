using Google.Protobuf;
using Temporalio.Api.Command.V1;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.WorkflowService.V1;
using Temporalio.DevServer.Tests.Support;
using static Temporalio.DevServer.Tests.Support.ServiceUnderTest;

namespace Temporalio.DevServer.Tests.Engine;

/// <summary>The order of events as the official service writes it; SDKs replay against these orders.</summary>
public sealed class EventOrderTests
{
    private const string Begin = "WorkflowExecutionStarted WorkflowTaskScheduled WorkflowTaskStarted";

    [Fact]
    public async Task Activity_Completed_WritesStartedWithItsEnd()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.StartWorkflowAsync("w");

        await service.StepAsync(Activity("a"));
        await service.AssertHistoryAsync("w", $"{Begin} WorkflowTaskCompleted ActivityTaskScheduled");
        await service.CompleteActivityAsync(await service.PollActivityAsync());
        await service.StepAsync(Finish());

        var events = await service.AssertHistoryAsync("w", $"{Begin} WorkflowTaskCompleted ActivityTaskScheduled ActivityTaskStarted ActivityTaskCompleted WorkflowTaskScheduled WorkflowTaskStarted WorkflowTaskCompleted WorkflowExecutionCompleted");
        Assert.Equal(1, events[5].ActivityTaskStartedEventAttributes.Attempt);
        Assert.Equal(6, events[6].ActivityTaskCompletedEventAttributes.StartedEventId);
    }

    [Fact]
    public async Task Activity_FailedAndRetried_LeavesOneStartedEventWithTheLastFailure()
    {
        await using var service = await ServiceUnderTest.StartAsync(manualClock: true);
        await service.StartWorkflowAsync("w");
        await service.StepAsync(Activity("a"));

        await service.FailActivityAsync(await service.PollActivityAsync());
        var pending = Assert.Single((await service.DescribeAsync("w")).PendingActivities);
        Assert.Equal(2, pending.Attempt);
        Assert.Equal("no", pending.LastFailure.Message);
        Assert.NotNull(pending.NextAttemptScheduleTime);
        service.Clock!.Advance(TimeSpan.FromSeconds(1));
        var second = await service.PollActivityAsync();
        await service.CompleteActivityAsync(second);

        Assert.Equal(2, second.Attempt);
        var events = await service.AssertHistoryAsync("w", $"{Begin} WorkflowTaskCompleted ActivityTaskScheduled ActivityTaskStarted ActivityTaskCompleted WorkflowTaskScheduled");
        Assert.Equal(2, events[5].ActivityTaskStartedEventAttributes.Attempt);
        Assert.Equal("no", events[5].ActivityTaskStartedEventAttributes.LastFailure.Message);
    }

    [Fact]
    public async Task Signal_WhileTaskIsStarted_ComesAfterItsCommands()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.StartWorkflowAsync("w");
        var task = await service.PollWorkflowAsync();

        await service.SignalAsync("w");
        await service.CompleteAsync(task, Timer("t", 60));

        await service.AssertHistoryAsync("w", $"{Begin} WorkflowTaskCompleted TimerStarted WorkflowExecutionSignaled WorkflowTaskScheduled");
    }

    [Fact]
    public async Task BufferedEvents_OfAllKinds_KeepArrivalOrderWithEndsLast()
    {
        await using var service = await ServiceUnderTest.StartAsync(manualClock: true);
        await service.StartWorkflowAsync("w");
        await service.StepAsync(Activity("a"), Timer("t", 5));
        await service.SignalAsync("w", "wake");
        var task = await service.PollWorkflowAsync();
        await service.CompleteActivityAsync(await service.PollActivityAsync());
        await service.SignalAsync("w", "later");
        service.Clock!.Advance(TimeSpan.FromSeconds(6));
        // The timer fires on its own thread; the second signal's request waits for the run's lock behind it at the latest.
        await service.Server.Service.Engine.DrainAsync();

        await service.CompleteAsync(task);

        var events = await service.AssertHistoryAsync("w", $"{Begin} WorkflowTaskCompleted ActivityTaskScheduled TimerStarted WorkflowExecutionSignaled WorkflowTaskScheduled WorkflowTaskStarted WorkflowTaskCompleted ActivityTaskStarted WorkflowExecutionSignaled TimerFired ActivityTaskCompleted WorkflowTaskScheduled");
        Assert.Equal(11, events[13].ActivityTaskCompletedEventAttributes.StartedEventId);
    }

    [Fact]
    public async Task Completion_WithBufferedSignal_IsRefusedAsUnhandledCommand()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.StartWorkflowAsync("w");
        var task = await service.PollWorkflowAsync();
        await service.SignalAsync("w");

        var refused = await Assert.ThrowsAsync<RawRpcException>(() => service.CompleteAsync(task, Finish()));

        Assert.Equal((3, "UnhandledCommand"), (refused.Code, refused.Status));
        var again = await service.PollWorkflowAsync();
        Assert.Equal(7, again.StartedEventId);
        Assert.Equal(1, again.Attempt);
        var events = await service.AssertHistoryAsync("w", $"{Begin} WorkflowTaskFailed WorkflowExecutionSignaled WorkflowTaskScheduled WorkflowTaskStarted");
        Assert.Equal(WorkflowTaskFailedCause.UnhandledCommand, events[3].WorkflowTaskFailedEventAttributes.Cause);
    }

    [Fact]
    public async Task Signal_ToARunThatTriesToEnd_IsRefusedWhileItsTaskIsStarted()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.StartWorkflowAsync("w");
        var task = await service.PollWorkflowAsync();
        await service.SignalAsync("w");
        await Assert.ThrowsAsync<RawRpcException>(() => service.CompleteAsync(task, Finish()));
        var again = await service.PollWorkflowAsync();

        var refused = await Assert.ThrowsAsync<RawRpcException>(() => service.SignalAsync("w"));
        await service.CompleteAsync(again, Finish());

        Assert.Equal((8, "workflow operation can not be applied because workflow is closing"), (refused.Code, refused.Status));
    }

    [Fact]
    public async Task StickyQueue_NeverPolled_IsRecordedButOfferedToAll()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.StartWorkflowAsync("w");
        await service.CompleteAsync(await service.PollWorkflowAsync(), StickyFor(60));

        await service.SignalAsync("w");
        var task = await service.PollWorkflowAsync();

        Assert.Equal(TaskQueueKind.Sticky, task.History.Events[5].WorkflowTaskScheduledEventAttributes.TaskQueue.Kind);
        Assert.Equal(1, task.History.Events[0].EventId);
    }

    [Fact]
    public async Task TaskFailure_Repeated_LeavesOnlyTheFirstInHistory()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.StartWorkflowAsync("w");
        await service.FailTaskAsync(await service.PollWorkflowAsync());

        var second = await service.PollWorkflowAsync();
        Assert.Equal((2, 6L), (second.Attempt, second.StartedEventId));
        Assert.Equal(6, second.History.Events[^1].EventId);
        await service.FailTaskAsync(second);
        await service.AssertHistoryAsync("w", $"{Begin} WorkflowTaskFailed");
        var third = await service.PollWorkflowAsync();
        await service.CompleteAsync(third, Finish());

        var events = await service.AssertHistoryAsync("w", $"{Begin} WorkflowTaskFailed WorkflowTaskScheduled WorkflowTaskStarted WorkflowTaskCompleted WorkflowExecutionCompleted");
        Assert.Equal(3, events[4].WorkflowTaskScheduledEventAttributes.Attempt);
    }

    [Fact]
    public async Task TransientTask_WithNewEvent_BecomesOrdinary()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.StartWorkflowAsync("w");
        await service.FailTaskAsync(await service.PollWorkflowAsync());

        await service.SignalAsync("w");
        var task = await service.PollWorkflowAsync();

        Assert.Equal(1, task.Attempt);
        await service.AssertHistoryAsync("w", $"{Begin} WorkflowTaskFailed WorkflowExecutionSignaled WorkflowTaskScheduled WorkflowTaskStarted");
    }

    [Fact]
    public async Task StickyQueue_WithoutItsWorker_TimesOutToTheNormalQueue()
    {
        await using var service = await ServiceUnderTest.StartAsync(manualClock: true);
        await service.StartWorkflowAsync("w");
        await service.PollWorkflowAsync(Sticky, seconds: 0.2);
        var task = await service.PollWorkflowAsync();
        await service.CompleteAsync(task, StickyFor(5));

        await service.SignalAsync("w");
        service.Clock!.Advance(TimeSpan.FromSeconds(6));
        var moved = await service.PollWorkflowAsync();

        Assert.Equal(1, moved.History.Events[0].EventId);
        var events = await service.AssertHistoryAsync("w", $"{Begin} WorkflowTaskCompleted WorkflowExecutionSignaled WorkflowTaskScheduled WorkflowTaskTimedOut WorkflowTaskScheduled WorkflowTaskStarted");
        Assert.Equal(TaskQueueKind.Sticky, events[5].WorkflowTaskScheduledEventAttributes.TaskQueue.Kind);
        Assert.Equal(TimeoutType.ScheduleToStart, events[6].WorkflowTaskTimedOutEventAttributes.TimeoutType);
    }

    [Fact]
    public async Task StickyTask_TakenByItsWorker_BringsOnlyNewEvents()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.StartWorkflowAsync("w");
        await service.PollWorkflowAsync(Sticky, seconds: 0.2);
        await service.CompleteAsync(await service.PollWorkflowAsync(), StickyFor(300));

        await service.SignalAsync("w");
        var task = await service.PollWorkflowAsync(Sticky);

        Assert.Equal(3, task.PreviousStartedEventId);
        Assert.Equal([4L, 5, 6, 7], task.History.Events.Select(e => e.EventId));
    }

    [Fact]
    public async Task LocalActivity_LongerThanItsTask_IsKeptAliveByEmptyTasksAndEndsAsAMarker()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.StartWorkflowAsync("w");
        var first = await service.PollWorkflowAsync();

        var second = (await service.CompleteAsync(first, KeepAlive)).WorkflowTask;
        var third = (await service.CompleteAsync(second, KeepAlive)).WorkflowTask;
        await service.CompleteAsync(third, LocalActivityMarker(), Finish());

        Assert.Equal([4L, 5, 6], second.History.Events.Select(e => e.EventId));
        var events = await service.AssertHistoryAsync("w", $"{Begin} WorkflowTaskCompleted WorkflowTaskScheduled WorkflowTaskStarted WorkflowTaskCompleted WorkflowTaskScheduled WorkflowTaskStarted WorkflowTaskCompleted MarkerRecorded WorkflowExecutionCompleted");
        var marker = events[10].MarkerRecordedEventAttributes;
        Assert.Equal(("core_local_activity", 10), (marker.MarkerName, marker.WorkflowTaskCompletedEventId));
        Assert.Equal(Payload("result"), marker.Details["result"]);
    }

    [Fact]
    public async Task Patch_WritesItsMarkerAndDirectlyBehindItTheSearchAttribute()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.StartWorkflowAsync("w");
        var change = new Payload
        {
            Metadata = { ["encoding"] = ByteString.CopyFromUtf8("json/plain"), ["type"] = ByteString.CopyFromUtf8("KeywordList") },
            Data = ByteString.CopyFromUtf8("""["my-patch"]"""),
        };

        await service.StepAsync(
            Marker("core_patch", "patch-data"),
            new Command
            {
                CommandType = CommandType.UpsertWorkflowSearchAttributes,
                UpsertWorkflowSearchAttributesCommandAttributes = new() { SearchAttributes = new() { IndexedFields = { ["TemporalChangeVersion"] = change } } },
            },
            Timer("t", 60));

        var events = await service.AssertHistoryAsync("w", $"{Begin} WorkflowTaskCompleted MarkerRecorded UpsertWorkflowSearchAttributes TimerStarted");
        Assert.Equal("core_patch", events[4].MarkerRecordedEventAttributes.MarkerName);
        Assert.Equal(change, events[5].UpsertWorkflowSearchAttributesEventAttributes.SearchAttributes.IndexedFields["TemporalChangeVersion"]);
    }

    [Fact]
    public async Task Cancel_OfRunningActivity_EndsWithCanceledEvents()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.StartWorkflowAsync("w");
        await service.StepAsync(Activity("a"));
        var activity = await service.PollActivityAsync();
        await service.RequestCancelAsync("w");
        await service.StepAsync(new Command
        {
            CommandType = CommandType.RequestCancelActivityTask,
            RequestCancelActivityTaskCommandAttributes = new() { ScheduledEventId = 5 },
        });

        var beat = await service.Client.CallAsync(
            new RecordActivityTaskHeartbeatRequest { Namespace = Namespace, TaskToken = activity.TaskToken }, RecordActivityTaskHeartbeatResponse.Parser);
        await service.Client.CallAsync(
            new RespondActivityTaskCanceledRequest { Namespace = Namespace, TaskToken = activity.TaskToken }, RespondActivityTaskCanceledResponse.Parser);
        await service.StepAsync(new Command { CommandType = CommandType.CancelWorkflowExecution, CancelWorkflowExecutionCommandAttributes = new() });

        Assert.True(beat.CancelRequested);
        await service.AssertHistoryAsync("w", $"{Begin} WorkflowTaskCompleted ActivityTaskScheduled WorkflowExecutionCancelRequested WorkflowTaskScheduled WorkflowTaskStarted WorkflowTaskCompleted ActivityTaskCancelRequested ActivityTaskStarted ActivityTaskCanceled WorkflowTaskScheduled WorkflowTaskStarted WorkflowTaskCompleted WorkflowExecutionCanceled");
    }

    [Fact]
    public async Task Cancel_OfUnstartedActivity_EndsItAtOnce()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.StartWorkflowAsync("w");
        await service.StepAsync(Activity("a", a => a.TaskQueue = new() { Name = "nobody" }));
        await service.SignalAsync("w");

        await service.StepAsync(new Command
        {
            CommandType = CommandType.RequestCancelActivityTask,
            RequestCancelActivityTaskCommandAttributes = new() { ScheduledEventId = 5 },
        });

        await service.AssertHistoryAsync("w", $"{Begin} WorkflowTaskCompleted ActivityTaskScheduled WorkflowExecutionSignaled WorkflowTaskScheduled WorkflowTaskStarted WorkflowTaskCompleted ActivityTaskCancelRequested ActivityTaskCanceled WorkflowTaskScheduled");
    }

    [Fact]
    public async Task Timer_FiredAndCancelledInOneTask_WritesOnlyTheCancel()
    {
        await using var service = await ServiceUnderTest.StartAsync(manualClock: true);
        await service.StartWorkflowAsync("w");
        await service.StepAsync(Timer("t", 5));
        await service.SignalAsync("w");
        var task = await service.PollWorkflowAsync();
        service.Clock!.Advance(TimeSpan.FromSeconds(6));
        await service.Server.Service.Engine.DrainAsync();

        await service.CompleteAsync(
            task,
            new Command { CommandType = CommandType.CancelTimer, CancelTimerCommandAttributes = new() { TimerId = "t" } },
            Finish());

        await service.AssertHistoryAsync("w", $"{Begin} WorkflowTaskCompleted TimerStarted WorkflowExecutionSignaled WorkflowTaskScheduled WorkflowTaskStarted WorkflowTaskCompleted TimerCanceled WorkflowExecutionCompleted");
    }

    [Fact]
    public async Task SignalWithStart_OfNewRun_PutsTheSignalBeforeTheTask()
    {
        await using var service = await ServiceUnderTest.StartAsync();

        await service.Client.CallAsync(
            new SignalWithStartWorkflowExecutionRequest
            {
                Namespace = Namespace,
                WorkflowId = "w",
                WorkflowType = new() { Name = "wf" },
                TaskQueue = new() { Name = Queue },
                SignalName = "s",
            },
            SignalWithStartWorkflowExecutionResponse.Parser);

        await service.AssertHistoryAsync("w", "WorkflowExecutionStarted WorkflowExecutionSignaled WorkflowTaskScheduled");
    }

    [Fact]
    public async Task ContinueAsNew_StartsTheNextRunInTheSameChain()
    {
        await using var service = await ServiceUnderTest.StartAsync(manualClock: true);
        var first = await service.StartWorkflowAsync("w");
        service.Clock!.Advance(TimeSpan.FromSeconds(2));

        await service.StepAsync(new Command
        {
            CommandType = CommandType.ContinueAsNewWorkflowExecution,
            ContinueAsNewWorkflowExecutionCommandAttributes = new() { Input = Payload("again") },
        });

        var old = await service.AssertHistoryAsync("w", $"{Begin} WorkflowTaskCompleted WorkflowExecutionContinuedAsNew", first);
        var next = old[^1].WorkflowExecutionContinuedAsNewEventAttributes.NewExecutionRunId;
        var started = (await service.AssertHistoryAsync("w", "WorkflowExecutionStarted WorkflowTaskScheduled"))[0].WorkflowExecutionStartedEventAttributes;
        Assert.Equal((first, first, next), (started.ContinuedExecutionRunId, started.FirstExecutionRunId, started.OriginalExecutionRunId));
        Assert.Equal("wf", started.WorkflowType.Name);
    }

    [Fact]
    public async Task Terminate_DuringTask_WritesBufferedEventsFirst()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.StartWorkflowAsync("w");
        var task = await service.PollWorkflowAsync();
        await service.SignalAsync("w");

        await service.TerminateAsync("w");

        await service.AssertHistoryAsync("w", $"{Begin} WorkflowTaskFailed WorkflowExecutionSignaled WorkflowExecutionTerminated");
        var late = await Assert.ThrowsAsync<RawRpcException>(() => service.CompleteAsync(task, Finish()));
        Assert.Equal(5, late.Code);
    }

    [Fact]
    public async Task Reset_AtATask_ReplaysThePrefixAndReappliesSignals()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        var first = await service.StartWorkflowAsync("w");
        await service.StepAsync(Timer("t", 60));
        await service.SignalAsync("w", "kept");

        var reset = await service.Client.CallAsync(
            new ResetWorkflowExecutionRequest
            {
                Namespace = Namespace,
                WorkflowExecution = new() { WorkflowId = "w", RunId = first },
                WorkflowTaskFinishEventId = 4,
                RequestId = "r",
                Reason = "again",
            },
            ResetWorkflowExecutionResponse.Parser);

        var events = await service.AssertHistoryAsync("w", $"{Begin} WorkflowTaskFailed WorkflowExecutionSignaled WorkflowTaskScheduled");
        Assert.Equal(first, events[0].WorkflowExecutionStartedEventAttributes.OriginalExecutionRunId);
        Assert.Equal(WorkflowTaskFailedCause.ResetWorkflow, events[3].WorkflowTaskFailedEventAttributes.Cause);
        Assert.Equal(reset.RunId, events[3].WorkflowTaskFailedEventAttributes.NewRunId);
        Assert.Equal(WorkflowExecutionStatus.Terminated, (await service.DescribeAsync("w", first)).WorkflowExecutionInfo.Status);
    }

    [Fact]
    public async Task Child_RunsAndCompletes_IsSeenByItsParent()
    {
        await using var service = await ServiceUnderTest.StartAsync();
        await service.StartWorkflowAsync("parent");
        await service.StepAsync(new Command
        {
            CommandType = CommandType.StartChildWorkflowExecution,
            StartChildWorkflowExecutionCommandAttributes = new() { WorkflowId = "child", WorkflowType = new() { Name = "wf" }, TaskQueue = new() { Name = Queue } },
        });
        await service.UntilAsync("parent", d => d.PendingWorkflowTask is not null);
        await service.AssertHistoryAsync("parent", $"{Begin} WorkflowTaskCompleted StartChildWorkflowExecutionInitiated ChildWorkflowExecutionStarted WorkflowTaskScheduled");

        for (var i = 0; i < 2; i++)
        {
            var task = await service.PollWorkflowAsync();
            await service.CompleteAsync(task, task.WorkflowExecution.WorkflowId == "child" ? [Finish("from child")] : []);
        }

        await service.UntilAsync("parent", d => d.PendingChildren.Count == 0);
        await service.StepAsync(Finish());
        var events = await service.AssertHistoryAsync("parent", $"{Begin} WorkflowTaskCompleted StartChildWorkflowExecutionInitiated ChildWorkflowExecutionStarted WorkflowTaskScheduled WorkflowTaskStarted WorkflowTaskCompleted ChildWorkflowExecutionCompleted WorkflowTaskScheduled WorkflowTaskStarted WorkflowTaskCompleted WorkflowExecutionCompleted");
        Assert.Equal(6, events.First(e => e.EventType == EventType.ChildWorkflowExecutionCompleted).ChildWorkflowExecutionCompletedEventAttributes.StartedEventId);
    }

    private static Action<RespondWorkflowTaskCompletedRequest> StickyFor(double seconds) => r => r.StickyAttributes = new()
    {
        WorkerTaskQueue = new() { Name = Sticky, Kind = TaskQueueKind.Sticky, NormalName = Queue },
        ScheduleToStartTimeout = Google.Protobuf.WellKnownTypes.Duration.FromTimeSpan(TimeSpan.FromSeconds(seconds)),
    };

    // What a worker says at four fifths of the task's time: nothing yet, and another task at once.
    private static void KeepAlive(RespondWorkflowTaskCompletedRequest request)
    {
        request.ReturnNewWorkflowTask = true;
        request.ForceCreateNewWorkflowTask = true;
    }

    private static Command LocalActivityMarker()
    {
        var marker = Marker("core_local_activity", "data");
        marker.RecordMarkerCommandAttributes.Details["result"] = Payload("result");
        return marker;
    }

    private static Command Marker(string name, string detail) => new()
    {
        CommandType = CommandType.RecordMarker,
        RecordMarkerCommandAttributes = new() { MarkerName = name, Details = { [detail] = Payload("detail") } },
    };
}
