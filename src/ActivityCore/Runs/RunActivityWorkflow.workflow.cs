using Temporalio.Api.Enums.V1;
using Temporalio.Converters;
using Temporalio.Exceptions;
using Temporalio.Workflows;

namespace ActivityCore.Runs;

/// <summary>
/// One run: a definition at a hash, and one cause. The workflow orders the steps and nothing more: what they read and decide is in the store, so
/// that neither a better evaluator nor a new time zone table can break a replay. It is meant never to change.
/// </summary>
[Workflow(TypeName)]
public sealed class RunActivityWorkflow
{
    /// <summary>The workflow's type, as histories have it.</summary>
    public const string TypeName = "RunActivity";

    // Local, and not cancelled with the workflow: a run that exists must have its row, for its end to be written there.
    private static readonly LocalActivityOptions RegisterRun = new()
    {
        StartToCloseTimeout = TimeSpan.FromSeconds(30),
        RetryPolicy = new() { MaximumInterval = TimeSpan.FromMinutes(1) },
        LocalRetryThreshold = TimeSpan.FromSeconds(10),
        CancellationToken = CancellationToken.None,
    };

    // A neighbour that is down is asked again at least once a minute; the activity gives up by itself after a day.
    private static readonly ActivityOptions ResolveContext = new()
    {
        StartToCloseTimeout = TimeSpan.FromMinutes(1),
        RetryPolicy = new() { MaximumInterval = TimeSpan.FromMinutes(1) },
    };

    // Local, as it takes milliseconds. While the store is down, waits of more than ten seconds become timers, so that a
    // long outage keeps neither a workflow task open nor fills the history with its heartbeats.
    private static readonly LocalActivityOptions EvaluateRules = new()
    {
        StartToCloseTimeout = TimeSpan.FromSeconds(30),
        RetryPolicy = new() { MaximumInterval = TimeSpan.FromMinutes(5) },
        LocalRetryThreshold = TimeSpan.FromSeconds(10),
    };

    // Without a limit of attempts or time: a receiver that is down for a week loses no task. One attempt tries every
    // task that is open, so it may be long; its heartbeats tell of a worker that died.
    private static readonly ActivityOptions EmitTasks = new()
    {
        StartToCloseTimeout = TimeSpan.FromHours(1),
        HeartbeatTimeout = TimeSpan.FromMinutes(1),
        RetryPolicy = new() { MaximumInterval = TimeSpan.FromMinutes(5) },
    };

    // The steps around instructions only read and write the store, as the evaluation does.
    private static readonly LocalActivityOptions KeepInstructions = EvaluateRules;

    // After the tasks, and never in their way. The activity ends by itself what cannot be sent for a week.
    private static readonly ActivityOptions SubmitEvidence = new()
    {
        StartToCloseTimeout = TimeSpan.FromMinutes(10),
        HeartbeatTimeout = TimeSpan.FromMinutes(1),
        RetryPolicy = new() { MaximumInterval = TimeSpan.FromMinutes(5) },
    };

    private static readonly LocalActivityOptions CloseRun = new()
    {
        StartToCloseTimeout = TimeSpan.FromSeconds(30),
        RetryPolicy = new() { MaximumInterval = TimeSpan.FromMinutes(1) },
        LocalRetryThreshold = TimeSpan.FromSeconds(10),
        // Runs after a cancellation as well.
        CancellationToken = CancellationToken.None,
    };

    private RunStatus _status = new("started");
    private bool _released;
    private string? _droppedBecause;

    /// <summary>The run, from its cause to its tasks.</summary>
    [WorkflowRun]
    public async Task<RunResult> RunAsync(RunInput input)
    {
        try
        {
            if (input.Schedule is not null && await RegisterAsync(input) is { } other)
            {
                return new() { Outcome = "duplicate", Reason = $"The run {other} has this tick." };
            }

            if (input.ResolvesContext)
            {
                await ResolveContextAsync();
            }

            var decision = await EvaluateRulesAsync();
            var asksForEvidence = decision.Evidence > 0;
            if (decision.Next == NextStep.Fail)
            {
                throw new ApplicationFailureException(decision.Reason!, RunFailureTypes.RuleError, nonRetryable: true);
            }

            if (decision.Next == NextStep.Park && !await ReleasedAsync(decision))
            {
                return await DropAsync(decision);
            }

            if (decision.Instructions is { Count: > 0 } instructions)
            {
                decision = await RunInstructionsAsync(instructions);
                if (decision.Next == NextStep.Fail)
                {
                    throw new ApplicationFailureException(decision.Reason!, RunFailureTypes.InstructionFailed, nonRetryable: true);
                }

                if (decision.Next == NextStep.Park && !await ReleasedAsync(decision))
                {
                    return await DropAsync(decision);
                }
            }

            var emitted = decision.Next == NextStep.Complete ? EmittedTasks.None : await EmitTasksAsync();
            var evidence = asksForEvidence ? await SubmitEvidenceAsync() : null;
            return Complete(decision, emitted) with { Evidence = evidence };
        }
        catch (Exception e) when (TemporalException.IsCanceledException(e))
        {
            await CloseAsync("The workflow was cancelled.");
            throw;
        }
    }

    /// <summary>A person releases a parked run: its tasks are emitted.</summary>
    [WorkflowSignal("release")]
    public Task ReleaseAsync()
    {
        _released = _droppedBecause is null;
        return Task.CompletedTask;
    }

    /// <summary>A person drops a parked run: it ends without tasks.</summary>
    [WorkflowSignal("drop")]
    public Task DropAsync(string reason)
    {
        _droppedBecause ??= _released ? null : reason;
        return Task.CompletedTask;
    }

    /// <summary>Where the run stands.</summary>
    [WorkflowQuery("status")]
    public RunStatus Status() => _status;

    // The run that has the tick already; null where it is this one.
    private async Task<string?> RegisterAsync(RunInput input)
    {
        var workflowId = Workflow.Info.WorkflowId;
        _status = new(RunActivities.RegisterRunName);
        var registered = await Workflow.ExecuteLocalActivityAsync((RunActivities activities) => activities.RegisterRunAsync(input, workflowId), RegisterRun);
        Workflow.UpsertTypedSearchAttributes(RunSearchAttributes.Occurrence.ValueSet(registered.Occurrence));
        return string.Equals(registered.RunId, workflowId, StringComparison.Ordinal) ? null : registered.RunId;
    }

    private Task<IReadOnlyDictionary<string, string>> ResolveContextAsync()
    {
        var runId = Workflow.Info.WorkflowId;
        _status = new(RunActivities.ResolveContextName);
        return Workflow.ExecuteActivityAsync((RunActivities activities) => activities.ResolveContextAsync(runId), ResolveContext);
    }

    private Task<DecisionSummary> EvaluateRulesAsync()
    {
        var runId = Workflow.Info.WorkflowId;
        _status = new(RunActivities.EvaluateRulesName);
        return Workflow.ExecuteLocalActivityAsync((RunActivities activities) => activities.EvaluateRulesAsync(runId), EvaluateRules);
    }

    private async Task<bool> ReleasedAsync(DecisionSummary decision)
    {
        _status = new("parked", decision.Reason);
        await Workflow.WaitConditionAsync(() => _released || _droppedBecause is not null);
        return _released;
    }

    // One after the other, in the order of the file. What follows depends on what they return.
    private async Task<DecisionSummary> RunInstructionsAsync(IReadOnlyList<InstructionStep> steps)
    {
        foreach (var step in steps)
        {
            var result = step.Child is { } child ? await RunChildAsync(step, child) : await RunInstructionAsync(step);
            if (result.Stops)
            {
                break;
            }
        }

        var runId = Workflow.Info.WorkflowId;
        _status = new(RunActivities.ConcludeName);
        return await Workflow.ExecuteLocalActivityAsync((RunActivities activities) => activities.ConcludeAsync(runId, _released), KeepInstructions);
    }

    private Task<InstructionResult> RunInstructionAsync(InstructionStep step)
    {
        var runId = Workflow.Info.WorkflowId;
        _status = new(RunActivities.RunInstructionName, step.Summary);
        return Workflow.ExecuteActivityAsync((RunActivities activities) => activities.RunInstructionAsync(runId, step.Key), new ActivityOptions
        {
            // The action ends itself in its time; the rest is for the store.
            StartToCloseTimeout = TimeSpan.FromSeconds(step.TimeoutSeconds) + TimeSpan.FromMinutes(2),
            HeartbeatTimeout = TimeSpan.FromSeconds(30),
            RetryPolicy = new() { MaximumInterval = TimeSpan.FromMinutes(5) },
            // A cancelled run ends when nothing of the action is left.
            CancellationType = ActivityCancellationType.WaitCancellationCompleted,
            Summary = step.Summary,
        });
    }

    private async Task<InstructionResult> RunChildAsync(InstructionStep step, InstructionStep.ChildStep child)
    {
        var runId = Workflow.Info.WorkflowId;
        _status = new("child_workflow", step.Summary);
        if (await Workflow.ExecuteLocalActivityAsync((RunActivities activities) => activities.BeginChildAsync(runId, step.Key), KeepInstructions) is { } before)
        {
            return before;
        }

        var end = await EndOfChildAsync(step, child);
        return await Workflow.ExecuteLocalActivityAsync((RunActivities activities) => activities.EndChildAsync(runId, step.Key, end), KeepInstructions);
    }

    private static async Task<ChildEnd> EndOfChildAsync(InstructionStep step, InstructionStep.ChildStep child)
    {
        try
        {
            var result = await Workflow.ExecuteChildWorkflowAsync<IRawValue?>(child.Type, child.Input is { } input ? [input] : [], new ChildWorkflowOptions
            {
                Id = child.Id,
                TaskQueue = child.TaskQueue,
                ExecutionTimeout = TimeSpan.FromSeconds(step.TimeoutSeconds),
                // One workflow for one instruction, also after a reset of the run.
                IdReusePolicy = WorkflowIdReusePolicy.RejectDuplicate,
                // A run that is terminated lets its child clean up.
                ParentClosePolicy = Temporalio.Workflows.ParentClosePolicy.RequestCancel,
                StaticSummary = step.Summary,
            });
            return ReadResult(result);
        }
        catch (WorkflowAlreadyStartedException)
        {
            return new(null, "a workflow with this id was there already");
        }
        catch (ChildWorkflowFailureException e) when (!Workflow.CancellationToken.IsCancellationRequested)
        {
            return new(null, (e.InnerException ?? e).Message);
        }
    }

    private static ChildEnd ReadResult(IRawValue? result)
    {
        if (result is null || result.Payload.Data.IsEmpty)
        {
            return new(null, null);
        }

        return result.Payload.Metadata.TryGetValue("encoding", out var encoding) && encoding.ToStringUtf8() is "json/plain"
            ? new(result.Payload.Data.ToStringUtf8(), null)
            : new(null, "its result is no JSON");
    }

    private Task<EmittedTasks> EmitTasksAsync()
    {
        var runId = Workflow.Info.WorkflowId;
        _status = new(RunActivities.EmitTasksName);
        return Workflow.ExecuteActivityAsync((RunActivities activities) => activities.EmitTasksAsync(runId), EmitTasks);
    }

    private async Task<SubmittedEvidence?> SubmitEvidenceAsync()
    {
        var runId = Workflow.Info.WorkflowId;
        _status = new(RunActivities.SubmitEvidenceName);
        try
        {
            return await Workflow.ExecuteActivityAsync((RunActivities activities) => activities.SubmitEvidenceAsync(runId), SubmitEvidence);
        }
        catch (ActivityFailureException e) when (!TemporalException.IsCanceledException(e))
        {
            // The tasks are there, so the run has done what it is for; the store knows what of the evidence is missing.
            return null;
        }
    }

    private async Task<RunResult> DropAsync(DecisionSummary decision)
    {
        await CloseAsync(_droppedBecause!);
        return Complete(decision, EmittedTasks.None) with { Outcome = "dropped", Reason = _droppedBecause };
    }

    private Task CloseAsync(string reason)
    {
        var runId = Workflow.Info.WorkflowId;
        _status = new(RunActivities.CloseRunName);
        return Workflow.ExecuteLocalActivityAsync((RunActivities activities) => activities.CloseRunAsync(runId, reason), CloseRun);
    }

    private RunResult Complete(DecisionSummary decision, EmittedTasks emitted)
    {
        _status = new("done");
        return new()
        {
            Outcome = "completed",
            Matched = decision.Matched,
            Missed = decision.Missed,
            Errors = decision.Errors,
            Tasks = emitted.Tasks,
            MoreTasks = emitted.More,
        };
    }
}
