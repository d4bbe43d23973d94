using Google.Protobuf.WellKnownTypes;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.Api.Sdk.V1;
using Temporalio.Worker.Activation;
using Temporalio.Worker.Machines;
using Temporalio.Workflows;

namespace Temporalio.Managed.Tests.Worker;

/// <summary>State machines against histories made by hand.</summary>
public class RunMachinesTests
{
    private readonly RunMachines _run = new("run", "ns");
    private readonly List<HistoryEvent> _events = [];

    [Fact]
    public void Start_GivesInitialize_AndTimeOfTheTask()
    {
        Begin();
        var activation = Advance();

        Assert.IsType<ActivationJob.Initialize>(Assert.Single(activation.Jobs));
        Assert.Equal((3, false, true), (activation.HistoryLength, activation.IsReplaying, activation.ModernEventLoop));
        Assert.Equal(At(3), activation.Time);
    }

    [Fact]
    public void Timer_Fires_IsToldOnce()
    {
        Begin();
        Advance();
        _run.Add([Timer(1)]);
        Assert.Equal(CommandType.StartTimer, Assert.Single(_run.CommandsToSend()).CommandType);

        Add(EventType.WorkflowTaskCompleted);
        var started = Add(EventType.TimerStarted, e => e.TimerStartedEventAttributes = new() { TimerId = "1" });
        Add(EventType.TimerFired, e => e.TimerFiredEventAttributes = new() { TimerId = "1", StartedEventId = started });
        Task();

        Assert.Equal(new ActivationJob.FireTimer(1), Assert.Single(Advance(previousStarted: 3).Jobs));
        Assert.Empty(_run.CommandsToSend());
    }

    [Fact]
    public void Timer_CancelledInItsTask_LeavesNoCommand()
    {
        Begin();
        Advance();
        _run.Add([Timer(1), new WorkflowCommand.CancelTimer(1)]);

        Assert.Empty(_run.CommandsToSend());
    }

    [Fact]
    public void Signals_ComeBeforeOtherJobs()
    {
        Begin();
        Advance();
        _run.Add([Timer(1)]);
        Add(EventType.WorkflowTaskCompleted);
        var started = Add(EventType.TimerStarted, e => e.TimerStartedEventAttributes = new() { TimerId = "1" });
        Add(EventType.TimerFired, e => e.TimerFiredEventAttributes = new() { TimerId = "1", StartedEventId = started });
        Add(EventType.WorkflowExecutionSignaled, e => e.WorkflowExecutionSignaledEventAttributes = new() { SignalName = "s" });
        Task();

        Assert.Collection(
            Advance(previousStarted: 3).Jobs,
            j => Assert.IsType<ActivationJob.Signal>(j),
            j => Assert.IsType<ActivationJob.FireTimer>(j));
    }

    [Fact]
    public void Command_OfAnotherKind_IsNondeterministic()
    {
        Begin();
        Advance();
        _run.Add([Timer(1)]);
        Add(EventType.WorkflowTaskCompleted);
        Add(EventType.ActivityTaskScheduled, e => e.ActivityTaskScheduledEventAttributes = new() { ActivityId = "1", ActivityType = new() { Name = "a" } });
        Task();

        var error = Assert.Throws<NondeterminismException>(() => Advance(previousStarted: 3));
        Assert.Equal("Timer machine does not handle this event: HistoryEvent(id: 5, ActivityTaskScheduled)", error.Message);
    }

    [Fact]
    public void Command_ThatIsMissing_IsNondeterministic()
    {
        Begin();
        Advance();
        Add(EventType.WorkflowTaskCompleted);
        Add(EventType.TimerStarted, e => e.TimerStartedEventAttributes = new() { TimerId = "1" });
        Task();

        var error = Assert.Throws<NondeterminismException>(() => Advance(previousStarted: 3));
        Assert.Equal("No command scheduled for event HistoryEvent(id: 5, TimerStarted)", error.Message);
    }

    [Fact]
    public void Gap_InHistory_IsRefused()
    {
        Begin();
        Advance();
        _events.Clear();
        _events.Add(Event(7, EventType.WorkflowTaskScheduled));

        Assert.Throws<BrokenHistoryException>(() => Advance(previousStarted: 3));
    }

    [Theory]
    [InlineData(ActivityCancellationType.TryCancel, true, 1)]
    [InlineData(ActivityCancellationType.WaitCancellationCompleted, false, 1)]
    [InlineData(ActivityCancellationType.Abandon, true, 0)]
    public void Activity_Cancelled_TellsByItsType(ActivityCancellationType type, bool toldAtOnce, int commands)
    {
        Begin();
        Advance();
        _run.Add([Activity(1, type)]);
        ScheduleAndSignal();
        Advance(previousStarted: 3);
        _run.Add([new WorkflowCommand.CancelActivity(1)]);

        Assert.Equal(toldAtOnce, _run.HasJobs);
        Assert.Equal(commands, _run.CommandsToSend().Count());
    }

    [Fact]
    public void Code_ThatHasEnded_IsToldNothingMore()
    {
        Begin();
        Advance();
        _run.Add([Activity(1, ActivityCancellationType.TryCancel)]);
        ScheduleAndSignal();
        Advance(previousStarted: 3);

        _run.Add([new WorkflowCommand.CancelActivity(1), new WorkflowCommand.Complete(new())]);
        _run.Send(new ActivationJob.FireTimer(1));

        Assert.False(_run.HasJobs);
        Assert.Equal(
            [CommandType.RequestCancelActivityTask, CommandType.CompleteWorkflowExecution],
            _run.CommandsToSend().Select(c => c.CommandType));
    }

    [Theory]
    [InlineData(EventType.ActivityTaskCompleted)]
    [InlineData(EventType.ActivityTaskTimedOut)]
    public void Activity_Abandoned_MayStillStartAndEnd(EventType end)
    {
        Begin();
        Advance();
        _run.Add([Activity(1, ActivityCancellationType.Abandon)]);
        var scheduled = ScheduleAndSignal();
        Advance(previousStarted: 3);
        _run.Add([new WorkflowCommand.CancelActivity(1)]);
        Assert.IsType<ActivationJob.ResolveActivity>(Assert.Single(_run.TakeActivation().Jobs));

        var previous = Add(EventType.WorkflowTaskCompleted) - 1;
        Add(EventType.ActivityTaskStarted, e => e.ActivityTaskStartedEventAttributes = new() { ScheduledEventId = scheduled });
        Add(end, e =>
        {
            if (end == EventType.ActivityTaskCompleted)
            {
                e.ActivityTaskCompletedEventAttributes = new() { ScheduledEventId = scheduled };
            }
            else
            {
                e.ActivityTaskTimedOutEventAttributes = new() { ScheduledEventId = scheduled };
            }
        });
        Task();

        Assert.Empty(Advance(previous).Jobs);
        Assert.Empty(_run.CommandsToSend());
    }

    [Theory]
    [InlineData(ChildWorkflowCancellationType.TryCancel)]
    [InlineData(ChildWorkflowCancellationType.Abandon)]
    public void Child_CancelledBeforeItStarts_MayStillStartAndEnd(ChildWorkflowCancellationType type)
    {
        Begin();
        Advance();
        _run.Add([new WorkflowCommand.StartChild(1, new() { WorkflowId = "c", WorkflowType = new() { Name = "w" } }, type, null)]);
        Add(EventType.WorkflowTaskCompleted);
        var initiated = Add(EventType.StartChildWorkflowExecutionInitiated, e => e.StartChildWorkflowExecutionInitiatedEventAttributes =
            new() { WorkflowId = "c", WorkflowType = new() { Name = "w" } });
        Add(EventType.WorkflowExecutionSignaled, e => e.WorkflowExecutionSignaledEventAttributes = new() { SignalName = "s" });
        Task();
        Advance(previousStarted: 3);
        _run.Add([new WorkflowCommand.CancelChild(1)]);

        var previous = Add(EventType.WorkflowTaskCompleted) - 1;
        Add(EventType.ChildWorkflowExecutionStarted, e => e.ChildWorkflowExecutionStartedEventAttributes =
            new() { InitiatedEventId = initiated, WorkflowExecution = new() { WorkflowId = "c", RunId = "r" } });
        Add(EventType.ChildWorkflowExecutionCompleted, e => e.ChildWorkflowExecutionCompletedEventAttributes = new() { InitiatedEventId = initiated });
        Task();

        Assert.Collection(
            Advance(previous).Jobs,
            j => Assert.IsType<ActivationJob.ResolveChildStart>(j),
            j => Assert.NotNull(Assert.IsType<ActivationJob.ResolveChild>(j).Failure));
    }

    [Fact]
    public void TerminalCommand_GoesLast_AndOnlyTheFirstCounts()
    {
        Begin();
        Advance();
        _run.Add([new WorkflowCommand.Cancel(), Timer(1), new WorkflowCommand.Complete(new())]);

        Assert.Equal(
            [CommandType.StartTimer, CommandType.CancelWorkflowExecution],
            _run.CommandsToSend().Select(c => c.CommandType));
    }

    [Fact]
    public void Patch_InHistory_IsToldBeforeCodeRuns_AndMatched()
    {
        Begin();
        Add(EventType.WorkflowTaskCompleted, e => e.WorkflowTaskCompletedEventAttributes = new() { SdkMetadata = AllFlags() });
        Add(EventType.MarkerRecorded, e => e.MarkerRecordedEventAttributes = Marker(PatchMarker.Command("p", deprecated: false)));
        Add(EventType.UpsertWorkflowSearchAttributes, e => e.UpsertWorkflowSearchAttributesEventAttributes = new() { SearchAttributes = PatchMarker.Attribute(["p"]) });
        Add(EventType.WorkflowExecutionSignaled, e => e.WorkflowExecutionSignaledEventAttributes = new() { SignalName = "s" });
        Task();

        var first = Advance(previousStarted: 3);
        Assert.Contains(new ActivationJob.NotifyHasPatch("p"), first.Jobs);
        Assert.True(first.IsReplaying);
        _run.Add([new WorkflowCommand.SetPatchMarker("p", Deprecated: false)]);
        Assert.IsType<ActivationJob.Signal>(Assert.Single(Advance().Jobs));
        Assert.Empty(_run.CommandsToSend());
    }

    [Fact]
    public void Patch_DeprecatedAndGone_IsSkippedWithItsAttribute()
    {
        Begin();
        Add(EventType.WorkflowTaskCompleted, e => e.WorkflowTaskCompletedEventAttributes = new() { SdkMetadata = AllFlags() });
        Add(EventType.MarkerRecorded, e => e.MarkerRecordedEventAttributes = Marker(PatchMarker.Command("p", deprecated: true)));
        Add(EventType.UpsertWorkflowSearchAttributes, e => e.UpsertWorkflowSearchAttributesEventAttributes = new() { SearchAttributes = PatchMarker.Attribute(["p"]) });
        Add(EventType.WorkflowExecutionSignaled, e => e.WorkflowExecutionSignaledEventAttributes = new() { SignalName = "s" });
        Task();

        Advance(previousStarted: 3);
        Assert.IsType<ActivationJob.Signal>(Assert.Single(Advance().Jobs));
    }

    [Fact]
    public void LocalActivity_New_IsRunAndRecorded()
    {
        Begin();
        Advance();
        _run.Add([Local(1)]);
        Assert.Equal(1u, Assert.Single(_run.LocalActivities.TakeToStart()).Seq);
        Assert.Equal(1, _run.LocalActivities.Outstanding);

        Assert.True(_run.LocalActivities.Complete(Result(1)));

        Assert.IsType<ActivationJob.ResolveActivity>(Assert.Single(_run.TakeActivation().Jobs));
        Assert.Equal("core_local_activity", Assert.Single(_run.CommandsToSend()).RecordMarkerCommandAttributes.MarkerName);
        Assert.Equal(0, _run.LocalActivities.Outstanding);
    }

    [Fact]
    public void LocalActivities_InHistory_ResolveInTheOrderOfTheirMarkers()
    {
        Begin();
        Add(EventType.WorkflowTaskCompleted, e => e.WorkflowTaskCompletedEventAttributes = new() { SdkMetadata = AllFlags() });
        Add(EventType.MarkerRecorded, e => e.MarkerRecordedEventAttributes = Marker(Result(2).ToCommand(null)));
        Add(EventType.MarkerRecorded, e => e.MarkerRecordedEventAttributes = Marker(Result(1).ToCommand(null)));
        Add(EventType.WorkflowExecutionSignaled, e => e.WorkflowExecutionSignaledEventAttributes = new() { SignalName = "s" });
        Task();
        Advance(previousStarted: 3);
        _run.Add([Local(1), Local(2)]);

        Assert.Empty(_run.LocalActivities.TakeToStart());
        Assert.Equal(2u, Assert.IsType<ActivationJob.ResolveActivity>(Assert.Single(Advance().Jobs)).Seq);
        Assert.Equal(1u, Assert.IsType<ActivationJob.ResolveActivity>(Assert.Single(Advance().Jobs)).Seq);
        Assert.IsType<ActivationJob.Signal>(Assert.Single(Advance().Jobs));
        Assert.Empty(_run.CommandsToSend());
    }

    [Fact]
    public void LocalActivity_WithoutMarkerAtTheEnd_IsRunAfterAll()
    {
        Begin();
        Add(EventType.WorkflowTaskCompleted, e => e.WorkflowTaskCompletedEventAttributes = new() { SdkMetadata = AllFlags() });
        Add(EventType.WorkflowExecutionSignaled, e => e.WorkflowExecutionSignaledEventAttributes = new() { SignalName = "s" });
        Task();
        Advance(previousStarted: 3);
        _run.Add([Local(1)]);
        Advance();

        Assert.Equal(1u, Assert.Single(_run.LocalActivities.TakeToStart()).Seq);
    }

    [Fact]
    public void Flags_AreWrittenOnce()
    {
        var flags = new CoreFlags();
        flags.UseLang(CoreFlags.LangModernEventLoop);
        var metadata = flags.Pending("sdk", "1.0")!;

        Assert.Equal([1u, 2u, 3u], metadata.CoreUsedFlags);
        flags.Add(metadata);
        Assert.Null(flags.Pending("sdk", "1.0"));
    }

    private static DateTime At(long id) => DateTime.UnixEpoch.AddSeconds(id);

    private static WorkflowTaskCompletedMetadata AllFlags() => new() { CoreUsedFlags = { 1, 2, 3 }, LangUsedFlags = { 2 } };

    private static WorkflowCommand.StartTimer Timer(uint seq) => new(seq, new() { TimerId = $"{seq}" }, null);

    private static WorkflowCommand.ScheduleActivity Activity(uint seq, ActivityCancellationType type) =>
        new(seq, new() { ActivityId = $"{seq}", ActivityType = new() { Name = "a" } }, type, null);

    private static WorkflowCommand.ScheduleLocalActivity Local(uint seq) => new(new LocalActivityRequest
    {
        Seq = seq,
        ActivityId = $"{seq}",
        ActivityType = "a",
        Input = new(),
        Header = new(),
        RetryPolicy = null,
        ScheduleToCloseTimeout = null,
        ScheduleToStartTimeout = null,
        StartToCloseTimeout = TimeSpan.FromSeconds(1),
        LocalRetryThreshold = TimeSpan.FromMinutes(1),
        CancellationType = default,
        Metadata = null,
    });

    private static LocalActivityMarker Result(uint seq) => new()
    {
        Seq = seq,
        Attempt = 1,
        ActivityId = $"{seq}",
        ActivityType = "a",
        CompleteTime = Timestamp.FromDateTime(At(4)),
        Backoff = null,
        OriginalScheduleTime = Timestamp.FromDateTime(At(3)),
        Result = new Payload(),
        Failure = null,
    };

    private static MarkerRecordedEventAttributes Marker(Temporalio.Api.Command.V1.Command command) => new()
    {
        MarkerName = command.RecordMarkerCommandAttributes.MarkerName,
        Details = { command.RecordMarkerCommandAttributes.Details },
        Failure = command.RecordMarkerCommandAttributes.Failure,
    };

    private static HistoryEvent Event(long id, EventType type) => new()
    {
        EventId = id,
        EventType = type,
        EventTime = Timestamp.FromDateTime(At(id)),
    };

    /// <summary>The activity is on record, and a signal brings the next task.</summary>
    private long ScheduleAndSignal()
    {
        Add(EventType.WorkflowTaskCompleted);
        var scheduled = Add(EventType.ActivityTaskScheduled, e => e.ActivityTaskScheduledEventAttributes = new() { ActivityId = "1", ActivityType = new() { Name = "a" } });
        Add(EventType.WorkflowExecutionSignaled, e => e.WorkflowExecutionSignaledEventAttributes = new() { SignalName = "s" });
        Task();
        return scheduled;
    }

    private void Begin()
    {
        Add(EventType.WorkflowExecutionStarted, e => e.WorkflowExecutionStartedEventAttributes = new()
        {
            WorkflowType = new() { Name = "w" },
            OriginalExecutionRunId = "run",
        });
        Task();
    }

    private void Task()
    {
        Add(EventType.WorkflowTaskScheduled);
        Add(EventType.WorkflowTaskStarted, e => e.WorkflowTaskStartedEventAttributes = new());
    }

    private long Add(EventType type, Action<HistoryEvent>? configure = null)
    {
        var e = Event(_events.Count == 0 ? 1 : _events[^1].EventId + 1, type);
        configure?.Invoke(e);
        _events.Add(e);
        return e.EventId;
    }

    /// <summary>The next activation. With a started id, after the history so far has been given to the run.</summary>
    private WorkflowActivation Advance(long previousStarted = -1)
    {
        if (_run.LastEventId == 0 || previousStarted >= 0)
        {
            _run.AddHistory([.. _events], Math.Max(previousStarted, 0));
        }
        _run.Advance(live: true);
        return _run.TakeActivation();
    }
}
