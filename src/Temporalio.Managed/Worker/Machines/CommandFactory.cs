using Temporalio.Api.Command.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.Worker.Activation;

namespace Temporalio.Worker.Machines;

/// <summary>Makes a machine and its command for each thing that workflow code wants.</summary>
internal sealed class CommandFactory(RunMachines run, string ns, string runId)
{
    private readonly Dictionary<uint, CommandMachine> _timers = [];
    private readonly Dictionary<uint, CommandMachine> _activities = [];
    private readonly Dictionary<uint, CommandMachine> _children = [];
    private readonly Dictionary<uint, CommandMachine> _signals = [];

    public void Apply(WorkflowCommand command)
    {
        switch (command)
        {
            case WorkflowCommand.StartTimer c:
                Add(_timers, c.Seq, new TimerMachine(c.Seq, c.Attributes.TimerId), new()
                {
                    CommandType = CommandType.StartTimer,
                    StartTimerCommandAttributes = c.Attributes,
                    UserMetadata = c.Metadata,
                });
                break;
            case WorkflowCommand.CancelTimer c:
                Cancel(_timers, c.Seq);
                break;
            case WorkflowCommand.ScheduleActivity c:
                Add(
                    _activities,
                    c.Seq,
                    new ActivityMachine(c.Seq, c.Attributes.ActivityId, c.Attributes.ActivityType.Name, c.CancellationType),
                    new()
                    {
                        CommandType = CommandType.ScheduleActivityTask,
                        ScheduleActivityTaskCommandAttributes = c.Attributes,
                        UserMetadata = c.Metadata,
                    });
                break;
            case WorkflowCommand.CancelActivity c:
                Cancel(_activities, c.Seq);
                break;
            case WorkflowCommand.ScheduleLocalActivity c:
                run.LocalActivities.Add(c.Request);
                break;
            case WorkflowCommand.CancelLocalActivity c:
                run.LocalActivities.Cancel(c.Seq);
                break;
            case WorkflowCommand.StartChild c:
                Add(
                    _children,
                    c.Seq,
                    new ChildWorkflowMachine(
                        c.Seq, c.Attributes.WorkflowId, c.Attributes.WorkflowType.Name, ns, c.CancellationType),
                    new()
                    {
                        CommandType = CommandType.StartChildWorkflowExecution,
                        StartChildWorkflowExecutionCommandAttributes = c.Attributes,
                        UserMetadata = c.Metadata,
                    });
                break;
            case WorkflowCommand.CancelChild c:
                Cancel(_children, c.Seq);
                break;
            case WorkflowCommand.SignalExternal c:
                Add(_signals, c.Seq, new SignalExternalMachine(c.Seq), new()
                {
                    CommandType = CommandType.SignalExternalWorkflowExecution,
                    SignalExternalWorkflowExecutionCommandAttributes = c.Attributes,
                });
                break;
            case WorkflowCommand.CancelSignal c:
                Cancel(_signals, c.Seq);
                break;
            case WorkflowCommand.CancelExternal c:
                run.Issue(
                    CancelExternalMachine.Command(
                        c.WorkflowId, c.RunId, childOnly: false, $"Cancel requested by workflow with run id {runId}"),
                    new CancelExternalMachine((host, failure) => host.Send(new ActivationJob.ResolveCancelExternal(c.Seq, failure))));
                break;
            case WorkflowCommand.SetPatchMarker c:
                AddPatch(c);
                break;
            case WorkflowCommand.UpsertSearchAttributes c:
                AddUpsert(c.Attributes);
                break;
            case WorkflowCommand.ModifyMemo c:
                AddOnce(EventType.WorkflowPropertiesModified, new()
                {
                    CommandType = CommandType.ModifyWorkflowProperties,
                    ModifyWorkflowPropertiesCommandAttributes = new() { UpsertedMemo = c.Memo },
                });
                break;
            default:
                AddTerminal(command);
                break;
        }
    }

    private void AddTerminal(WorkflowCommand command)
    {
        switch (command)
        {
            case WorkflowCommand.Complete c:
                AddOnce(EventType.WorkflowExecutionCompleted, new()
                {
                    CommandType = CommandType.CompleteWorkflowExecution,
                    CompleteWorkflowExecutionCommandAttributes = new() { Result = c.Result },
                });
                break;
            case WorkflowCommand.Fail c:
                AddOnce(EventType.WorkflowExecutionFailed, new()
                {
                    CommandType = CommandType.FailWorkflowExecution,
                    FailWorkflowExecutionCommandAttributes = new() { Failure = c.Failure },
                });
                break;
            case WorkflowCommand.ContinueAsNew c:
                AddOnce(EventType.WorkflowExecutionContinuedAsNew, new()
                {
                    CommandType = CommandType.ContinueAsNewWorkflowExecution,
                    ContinueAsNewWorkflowExecutionCommandAttributes = WithCurrentValues(c.Attributes),
                });
                break;
            case WorkflowCommand.Cancel:
                AddOnce(EventType.WorkflowExecutionCanceled, new()
                {
                    CommandType = CommandType.CancelWorkflowExecution,
                    CancelWorkflowExecutionCommandAttributes = new(),
                });
                break;
            default:
                throw new NotSupportedException($"Unknown command {command.GetType().Name}");
        }
        run.LocalActivities.AbandonAll();
        run.End();
    }

    /// <summary>What a continuation does not change, it keeps.</summary>
    private ContinueAsNewWorkflowExecutionCommandAttributes WithCurrentValues(
        ContinueAsNewWorkflowExecutionCommandAttributes attributes)
    {
        if (run.Started is { } started)
        {
            attributes.Memo ??= started.Memo;
            attributes.SearchAttributes ??= started.SearchAttributes;
            attributes.RetryPolicy ??= started.RetryPolicy;
        }
        return attributes;
    }

    private void AddPatch(WorkflowCommand.SetPatchMarker patch)
    {
        var found = run.Patches.IsFound(patch.PatchId);
        if (!run.Patches.TryCommand(patch.PatchId))
        {
            return;
        }
        run.Issue(PatchMarker.Command(patch.PatchId, patch.Deprecated), new PatchMachine(patch.PatchId));
        // A replay of a history without this patch has no upsert either.
        if ((!run.IsReplaying || found) &&
            run.Flags.UsesCore(CoreFlags.PatchUpsertsAttribute, writing: !run.IsReplaying) &&
            PatchMarker.Attribute(run.Patches.Ids) is { } attribute)
        {
            AddUpsert(attribute);
        }
    }

    private void AddUpsert(Api.Common.V1.SearchAttributes attributes) => AddOnce(EventType.UpsertWorkflowSearchAttributes, new()
    {
        CommandType = CommandType.UpsertWorkflowSearchAttributes,
        UpsertWorkflowSearchAttributesCommandAttributes = new() { SearchAttributes = attributes },
    });

    private void AddOnce(EventType eventType, Command command) =>
        run.Issue(command, new OnceMachine($"{command.CommandType} machine", eventType));

    private void Add(Dictionary<uint, CommandMachine> machines, uint seq, CommandMachine machine, Command command)
    {
        machines.Add(seq, machine);
        run.Issue(command, machine);
    }

    private void Cancel(Dictionary<uint, CommandMachine> machines, uint seq)
    {
        if (machines.TryGetValue(seq, out var machine))
        {
            machine.Cancel(run);
        }
    }
}
