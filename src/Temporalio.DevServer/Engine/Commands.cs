using Temporalio.Api.Command.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.DevServer.Namespaces;
using Temporalio.DevServer.Timing;
using Temporalio.DevServer.Visibility;
using Cause = Temporalio.Api.Enums.V1.WorkflowTaskFailedCause;

namespace Temporalio.DevServer.Engine;

/// <summary>Applies the commands of one completed workflow task in order.</summary>
internal sealed class Commands(RunWork work, long completedEventId, string identity)
{
    /// <summary>Activities scheduled here that the worker offered to run itself.</summary>
    public List<PendingActivity> EagerActivities { get; } = [];

    /// <summary>An activity ended by its own cancel command, so the workflow must be told.</summary>
    public bool NeedsNewTask { get; private set; }

    private RunState State => work.State;

    public void Apply(Command command)
    {
        switch (command.AttributesCase)
        {
            case Command.AttributesOneofCase.ScheduleActivityTaskCommandAttributes:
                ScheduleActivity(command.ScheduleActivityTaskCommandAttributes);
                break;
            case Command.AttributesOneofCase.RequestCancelActivityTaskCommandAttributes:
                CancelActivity(command.RequestCancelActivityTaskCommandAttributes);
                break;
            case Command.AttributesOneofCase.StartTimerCommandAttributes:
                StartTimer(command.StartTimerCommandAttributes);
                break;
            case Command.AttributesOneofCase.CancelTimerCommandAttributes:
                CancelTimer(command.CancelTimerCommandAttributes);
                break;
            case Command.AttributesOneofCase.RecordMarkerCommandAttributes:
                RecordMarker(command.RecordMarkerCommandAttributes);
                break;
            case Command.AttributesOneofCase.StartChildWorkflowExecutionCommandAttributes:
                StartChild(command.StartChildWorkflowExecutionCommandAttributes);
                break;
            case Command.AttributesOneofCase.SignalExternalWorkflowExecutionCommandAttributes:
                SignalExternal(command.SignalExternalWorkflowExecutionCommandAttributes);
                break;
            case Command.AttributesOneofCase.RequestCancelExternalWorkflowExecutionCommandAttributes:
                CancelExternal(command.RequestCancelExternalWorkflowExecutionCommandAttributes);
                break;
            case Command.AttributesOneofCase.UpsertWorkflowSearchAttributesCommandAttributes:
                UpsertSearchAttributes(command.UpsertWorkflowSearchAttributesCommandAttributes);
                break;
            case Command.AttributesOneofCase.ModifyWorkflowPropertiesCommandAttributes:
                ModifyProperties(command.ModifyWorkflowPropertiesCommandAttributes);
                break;
            case Command.AttributesOneofCase.CompleteWorkflowExecutionCommandAttributes:
                MayClose();
                Closing.Complete(work, command.CompleteWorkflowExecutionCommandAttributes.Result, completedEventId);
                break;
            case Command.AttributesOneofCase.FailWorkflowExecutionCommandAttributes:
                MayClose();
                Require(command.FailWorkflowExecutionCommandAttributes.Failure is not null, Cause.BadFailWorkflowExecutionAttributes, "Failure is not set on FailWorkflowExecutionCommand.");
                Closing.Fail(work, command.FailWorkflowExecutionCommandAttributes.Failure, completedEventId);
                break;
            case Command.AttributesOneofCase.CancelWorkflowExecutionCommandAttributes:
                MayClose();
                Closing.Cancel(work, command.CancelWorkflowExecutionCommandAttributes.Details, completedEventId);
                break;
            case Command.AttributesOneofCase.ContinueAsNewWorkflowExecutionCommandAttributes:
                MayClose();
                ContinueAsNew(command.ContinueAsNewWorkflowExecutionCommandAttributes);
                break;
            default:
                throw new Grpc.RpcStatusException(Grpc.GrpcStatusCode.InvalidArgument, MissingAttributes(command.CommandType));
        }

        if (command.UserMetadata is not null && work.Events.Count > 0)
            work.Events[^1].UserMetadata ??= command.UserMetadata;
    }

    private static string MissingAttributes(CommandType type) => type switch
    {
        CommandType.ProtocolMessage => "Updates are not supported by this service.",
        CommandType.ScheduleNexusOperation or CommandType.RequestCancelNexusOperation => "Nexus operations are not supported by this service.",
        CommandType.CompleteWorkflowExecution => "CompleteWorkflowExecutionCommandAttributes is not set on CompleteWorkflowExecutionCommand.",
        _ => $"{type}CommandAttributes is not set on {type}Command.",
    };

    private static void Require(bool condition, Cause cause, string message)
    {
        if (!condition)
            throw new CommandException(cause, message);
    }

    private static void RequireDuration(long ticks, Cause cause, string name) => Require(ticks >= 0, cause, $"{name} cannot be negative.");

    private static void RequireId(string value, Cause cause, string name)
    {
        Require(value.Length > 0, cause, $"{name} is not set on command.");
        Require(value.Length <= EngineLimits.MaxIdLength, cause, $"{name} exceeds length limit.");
    }

    /// <summary>A workflow may not end while there is something it has not seen.</summary>
    private void MayClose() => Require(State.Buffered.Count == 0, Cause.UnhandledCommand, "");

    private void ScheduleActivity(ScheduleActivityTaskCommandAttributes command)
    {
        const Cause Bad = Cause.BadScheduleActivityAttributes;
        RequireId(command.ActivityId, Bad, "ActivityId");
        RequireId(command.ActivityType?.Name ?? "", Bad, "ActivityType");
        Require((command.TaskQueue?.Name.Length ?? 0) <= EngineLimits.MaxIdLength, Bad, "TaskQueue exceeds length limit.");
        Require(RetryPolicies.Check(command.RetryPolicy) is null, Bad, RetryPolicies.Check(command.RetryPolicy) ?? "");
        Require(!State.Activities.Values.Any(a => string.Equals(a.ActivityId, command.ActivityId, StringComparison.Ordinal)), Cause.ScheduleActivityDuplicateId, $"ActivityId {command.ActivityId} is already in use.");
        Require(State.Activities.Count < EngineLimits.MaxPendingActivities, Cause.PendingActivitiesLimitExceeded, $"the number of pending activities, {State.Activities.Count}, has reached the per-workflow limit of {EngineLimits.MaxPendingActivities}");
        command = command.Clone();
        FillTimeouts(command);
        command.RetryPolicy = RetryPolicies.Fill(command.RetryPolicy);
        var activity = Activities.Schedule(work, command, completedEventId);
        if (command.RequestEagerExecution && string.Equals(activity.TaskQueue, State.TaskQueue, StringComparison.Ordinal))
            EagerActivities.Add(activity);
        else
            work.Effects.Add(new Effect.OfferActivity(activity.ScheduledEventId));
    }

    private void FillTimeouts(ScheduleActivityTaskCommandAttributes command)
    {
        const Cause Bad = Cause.BadScheduleActivityAttributes;
        var toClose = Times.FromDuration(command.ScheduleToCloseTimeout);
        var toStart = Times.FromDuration(command.ScheduleToStartTimeout);
        var startToClose = Times.FromDuration(command.StartToCloseTimeout);
        var heartbeat = Times.FromDuration(command.HeartbeatTimeout);
        RequireDuration(toClose, Bad, "ScheduleToCloseTimeout");
        RequireDuration(toStart, Bad, "ScheduleToStartTimeout");
        RequireDuration(startToClose, Bad, "StartToCloseTimeout");
        RequireDuration(heartbeat, Bad, "HeartbeatTimeout");
        if (toClose > 0)
        {
            toStart = toStart > 0 ? Math.Min(toStart, toClose) : toClose;
            startToClose = startToClose > 0 ? Math.Min(startToClose, toClose) : toClose;
        }
        else
        {
            Require(startToClose > 0, Bad, "A valid StartToClose or ScheduleToCloseTimeout is not set on command.");
            toClose = State.RunTimeout;
            if (toStart == 0)
                toStart = State.RunTimeout;
        }

        if (State.RunTimeout > 0)
        {
            toClose = Math.Min(toClose, State.RunTimeout);
            toStart = Math.Min(toStart, State.RunTimeout);
            startToClose = Math.Min(startToClose, State.RunTimeout);
            heartbeat = Math.Min(heartbeat, State.RunTimeout);
        }

        command.ScheduleToCloseTimeout = Times.ToDuration(toClose);
        command.ScheduleToStartTimeout = Times.ToDuration(toStart);
        command.StartToCloseTimeout = Times.ToDuration(startToClose);
        command.HeartbeatTimeout = Times.ToDuration(Math.Min(heartbeat, startToClose));
    }

    private void CancelActivity(RequestCancelActivityTaskCommandAttributes command)
    {
        const Cause Bad = Cause.BadRequestCancelActivityAttributes;
        var id = command.ScheduledEventId;
        Require(id > 0, Bad, "ScheduledEventId is not set on RequestCancelActivityCommand.");
        var pending = State.Activities.TryGetValue(id, out var activity);
        Require(pending || EventBuffer.HasActivityEnd(State, id), Bad, $"activity with ScheduledEventId {id} not found");
        if (pending && activity!.CancelRequested)
            throw new CommandException(Bad, $"cancellation of the activity with ScheduledEventId {id} was already requested");
        NeedsNewTask |= Activities.RequestCancel(work, id, completedEventId, identity);
    }

    private void StartTimer(StartTimerCommandAttributes command)
    {
        RequireId(command.TimerId, Cause.BadStartTimerAttributes, "TimerId");
        var duration = Times.FromDuration(command.StartToFireTimeout);
        Require(duration > 0, Cause.BadStartTimerAttributes, "An invalid StartToFireTimeout is set on StartTimerCommand.");
        Require(!State.Timers.ContainsKey(command.TimerId), Cause.StartTimerDuplicateId, $"TimerId {command.TimerId} is already in use.");
        Timers.Start(work, command.TimerId, duration, completedEventId);
    }

    private void CancelTimer(CancelTimerCommandAttributes command)
    {
        RequireId(command.TimerId, Cause.BadCancelTimerAttributes, "TimerId");
        Require(Timers.Cancel(work, command.TimerId, completedEventId, identity), Cause.BadCancelTimerAttributes, $"no timer with TimerId {command.TimerId}");
    }

    private void RecordMarker(RecordMarkerCommandAttributes command)
    {
        RequireId(command.MarkerName, Cause.BadRecordMarkerAttributes, "MarkerName");
        work.Append(EventType.MarkerRecorded, e =>
        {
            e.MarkerRecordedEventAttributes = new()
            {
                MarkerName = command.MarkerName,
                WorkflowTaskCompletedEventId = completedEventId,
                Header = command.Header,
                Failure = command.Failure,
            };
            e.MarkerRecordedEventAttributes.Details.Add(command.Details);
        });
    }

    private void StartChild(StartChildWorkflowExecutionCommandAttributes command)
    {
        const Cause Bad = Cause.BadStartChildExecutionAttributes;
        RequireId(command.WorkflowId, Bad, "WorkflowId");
        RequireId(command.WorkflowType?.Name ?? "", Bad, "WorkflowType");
        RequireDuration(Times.FromDuration(command.WorkflowExecutionTimeout), Bad, "WorkflowExecutionTimeout");
        RequireDuration(Times.FromDuration(command.WorkflowRunTimeout), Bad, "WorkflowRunTimeout");
        RequireDuration(Times.FromDuration(command.WorkflowTaskTimeout), Bad, "WorkflowTaskTimeout");
        Require(RetryPolicies.Check(command.RetryPolicy) is null, Bad, RetryPolicies.Check(command.RetryPolicy) ?? "");
        Require(command.CronSchedule.Length == 0 || CronSchedule.TryParse(command.CronSchedule, out _), Bad, "Invalid CronSchedule.");
        var ns = Target(command.Namespace, Bad);
        Require(State.Children.Count < EngineLimits.MaxPendingChildren, Cause.PendingChildWorkflowsLimitExceeded, $"the number of pending child workflow executions, {State.Children.Count}, has reached the per-workflow limit of {EngineLimits.MaxPendingChildren}");
        CheckSearchAttributes(command.SearchAttributes, Bad);
        command = command.Clone();
        if (string.IsNullOrEmpty(command.TaskQueue?.Name))
            command.TaskQueue = new() { Name = State.TaskQueue, Kind = TaskQueueKind.Normal };
        command.SearchAttributes = SearchAttributeRules.WithTypes(ns, command.SearchAttributes);
        if (command.ParentClosePolicy == ParentClosePolicy.Unspecified)
            command.ParentClosePolicy = ParentClosePolicy.Terminate;
        if (command.WorkflowIdReusePolicy == WorkflowIdReusePolicy.Unspecified)
            command.WorkflowIdReusePolicy = WorkflowIdReusePolicy.AllowDuplicate;
        command.WorkflowExecutionTimeout ??= Times.ToDuration(0);
        command.WorkflowRunTimeout ??= Times.ToDuration(0);
        if (Times.FromDuration(command.WorkflowTaskTimeout) == 0)
            command.WorkflowTaskTimeout = Times.ToDuration(State.TaskTimeout);
        if (command.RetryPolicy is not null)
            command.RetryPolicy = RetryPolicies.Fill(command.RetryPolicy);
        Children.Initiate(work, command, ns, completedEventId);
    }

    private void SignalExternal(SignalExternalWorkflowExecutionCommandAttributes command)
    {
        const Cause Bad = Cause.BadSignalWorkflowExecutionAttributes;
        RequireId(command.Execution?.WorkflowId ?? "", Bad, "WorkflowId");
        Require(command.Execution!.RunId.Length == 0 || Guid.TryParse(command.Execution.RunId, out _), Bad, "Invalid RunId set on SignalExternalWorkflowExecutionCommand.");
        RequireId(command.SignalName, Bad, "SignalName");
        Require(State.Externals.Count < EngineLimits.MaxPendingExternals, Cause.PendingSignalsLimitExceeded, "too many pending signals to external workflows");
        Externals.InitiateSignal(work, command, Target(command.Namespace, Bad), completedEventId);
    }

    private void CancelExternal(RequestCancelExternalWorkflowExecutionCommandAttributes command)
    {
        const Cause Bad = Cause.BadRequestCancelExternalWorkflowExecutionAttributes;
        RequireId(command.WorkflowId, Bad, "WorkflowId");
        Require(command.RunId.Length == 0 || Guid.TryParse(command.RunId, out _), Bad, "Invalid RunId set on RequestCancelExternalWorkflowExecutionCommand.");
        var startedHere = State.Children.Values.Any(c => c.RunId.Length == 0
            && string.Equals(c.WorkflowId, command.WorkflowId, StringComparison.Ordinal)
            && c.InitiatedEventId > completedEventId);
        Require(!startedHere, Bad, $"Start and RequestCancel for child workflow is not allowed in same workflow task. WorkflowId={command.WorkflowId} RunId={command.RunId} Namespace={Target(command.Namespace, Bad).Name}");
        Require(State.Externals.Count < EngineLimits.MaxPendingExternals, Cause.PendingRequestCancelLimitExceeded, "too many pending cancel requests to external workflows");
        Externals.InitiateCancel(work, command, Target(command.Namespace, Bad), completedEventId);
    }

    private void UpsertSearchAttributes(UpsertWorkflowSearchAttributesCommandAttributes command)
    {
        CheckSearchAttributes(command.SearchAttributes, Cause.BadSearchAttributes);
        var attributes = SearchAttributeRules.WithTypes(work.Run.Namespace, command.SearchAttributes);
        work.Append(EventType.UpsertWorkflowSearchAttributes, e => e.UpsertWorkflowSearchAttributesEventAttributes = new()
        {
            WorkflowTaskCompletedEventId = completedEventId,
            SearchAttributes = attributes,
        });
        State.SearchAttributes = SearchAttributeRules.Merge(State.SearchAttributes, attributes);
        work.SearchAttributesChanged = true;
        work.RowChanged = true;
    }

    private void ModifyProperties(ModifyWorkflowPropertiesCommandAttributes command)
    {
        Require(command.UpsertedMemo is not null, Cause.BadModifyWorkflowPropertiesAttributes, "UpsertedMemo is not set on ModifyWorkflowPropertiesCommand.");
        work.Append(EventType.WorkflowPropertiesModified, e => e.WorkflowPropertiesModifiedEventAttributes = new()
        {
            WorkflowTaskCompletedEventId = completedEventId,
            UpsertedMemo = command.UpsertedMemo,
        });
        State.Memo = SearchAttributeRules.MergeMemo(State.Memo, command.UpsertedMemo);
        work.RowChanged = true;
    }

    private void ContinueAsNew(ContinueAsNewWorkflowExecutionCommandAttributes command)
    {
        const Cause Bad = Cause.BadContinueAsNewAttributes;
        RequireDuration(Times.FromDuration(command.WorkflowRunTimeout), Bad, "WorkflowRunTimeout");
        RequireDuration(Times.FromDuration(command.WorkflowTaskTimeout), Bad, "WorkflowTaskTimeout");
        RequireDuration(Times.FromDuration(command.BackoffStartInterval), Bad, "BackoffStartInterval");
        Require(RetryPolicies.Check(command.RetryPolicy) is null, Bad, RetryPolicies.Check(command.RetryPolicy) ?? "");
        CheckSearchAttributes(command.SearchAttributes, Bad);
        command = command.Clone();
        command.SearchAttributes = SearchAttributeRules.WithTypes(work.Run.Namespace, command.SearchAttributes);
        if (command.RetryPolicy is not null)
            command.RetryPolicy = RetryPolicies.Fill(command.RetryPolicy);

        Closing.ContinueAsNew(work, command, completedEventId, identity);
    }

    /// <summary>The namespace that a command speaks of; its workflow's own when it names none.</summary>
    private NamespaceEntry Target(string name, Cause cause) => name.Length == 0
        ? work.Run.Namespace
        : work.Rules.FindNamespace(name) ?? throw new CommandException(cause, $"Namespace {name} is not found.");

    private void CheckSearchAttributes(Temporalio.Api.Common.V1.SearchAttributes? attributes, Cause cause)
    {
        if (SearchAttributeRules.Check(work.Run.Namespace, attributes, allowReserved: true) is { } problem)
            throw new CommandException(cause, problem);
    }
}
