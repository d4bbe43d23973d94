using ActivityCore.Context;
using ActivityCore.Evidence;
using Microsoft.Extensions.Logging;
using Temporalio.Activities;
using Temporalio.Exceptions;

namespace ActivityCore.Runs;

/// <summary>The steps of a run as Temporal calls them. Safe to share.</summary>
public sealed class RunActivities(RunSteps steps, InstructionSteps instructions, TimeProvider time, ILogger<RunActivities> logger)
{
    internal const string RegisterRunName = "register_run";
    internal const string ResolveContextName = "resolve_context";
    internal const string EvaluateRulesName = "evaluate_rules";
    internal const string RunInstructionName = "run_instruction";
    internal const string BeginChildName = "begin_child_workflow";
    internal const string EndChildName = "end_child_workflow";
    internal const string ConcludeName = "conclude_instructions";
    internal const string EmitTasksName = "emit_tasks";
    internal const string SubmitEvidenceName = "submit_evidence";
    internal const string CloseRunName = "close_run";

    /// <summary>How long context is asked for before the run fails: a decision on facts of another day helps nobody.</summary>
    internal static readonly TimeSpan ContextPatience = TimeSpan.FromHours(24);

    /// <summary>How long evidence is sent again: what was observed a week ago says nothing about now.</summary>
    internal static readonly TimeSpan EvidencePatience = TimeSpan.FromDays(7);

    // Often enough for the shortest heartbeat timeout, and to hear of a cancellation; the worker sends fewer.
    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(5);

    /// <summary>See <see cref="RunSteps.RegisterAsync"/>.</summary>
    [Activity(RegisterRunName)]
    public Task<RegisteredRun> RegisterRunAsync(RunInput input, string workflowId) =>
        RunAsync(workflowId, cancellationToken => steps.RegisterAsync(input, workflowId, cancellationToken));

    /// <summary>See <see cref="RunSteps.ResolveContextAsync"/>.</summary>
    [Activity(ResolveContextName)]
    public Task<IReadOnlyDictionary<string, string>> ResolveContextAsync(string runId) => RunAsync(runId, async cancellationToken =>
    {
        try
        {
            return await steps.ResolveContextAsync(runId, cancellationToken);
        }
        catch (ContextUnavailableException e) when (e.Retryable && Age > ContextPatience)
        {
            await steps.FailAsync(runId, e.Message, cancellationToken);
            throw new ContextUnavailableException(e.Message, retryable: false, retryAfter: null);
        }
    });

    /// <summary>See <see cref="RunSteps.EvaluateRulesAsync"/>.</summary>
    [Activity(EvaluateRulesName)]
    public Task<DecisionSummary> EvaluateRulesAsync(string runId) =>
        RunAsync(runId, cancellationToken => steps.EvaluateRulesAsync(runId, cancellationToken));

    /// <summary>See <see cref="InstructionSteps.RunAsync"/>. Fails while the instruction is open, so that Temporal tries again and the history shows it.</summary>
    [Activity(RunInstructionName)]
    public Task<InstructionResult> RunInstructionAsync(string runId, string key) => RunAsync(runId, async cancellationToken =>
    {
        var context = ActivityExecutionContext.Current;
        await using var heartbeat = time.CreateTimer(_ => context.Heartbeat(), null, HeartbeatInterval, HeartbeatInterval);
        return await instructions.RunAsync(runId, key, Age, cancellationToken);
    });

    /// <summary>See <see cref="InstructionSteps.BeginChildAsync"/>.</summary>
    [Activity(BeginChildName)]
    public Task<InstructionResult?> BeginChildAsync(string runId, string key) =>
        RunAsync(runId, cancellationToken => instructions.BeginChildAsync(runId, key, cancellationToken));

    /// <summary>See <see cref="InstructionSteps.EndChildAsync"/>.</summary>
    [Activity(EndChildName)]
    public Task<InstructionResult> EndChildAsync(string runId, string key, ChildEnd end) =>
        RunAsync(runId, cancellationToken => instructions.EndChildAsync(runId, key, end, cancellationToken));

    /// <summary>See <see cref="InstructionSteps.ConcludeAsync"/>.</summary>
    [Activity(ConcludeName)]
    public Task<DecisionSummary> ConcludeAsync(string runId, bool released) =>
        RunAsync(runId, cancellationToken => instructions.ConcludeAsync(runId, released, cancellationToken));

    /// <summary>See <see cref="RunSteps.EmitTasksAsync"/>. Fails while a task is open, so that Temporal tries again and the history shows it.</summary>
    [Activity(EmitTasksName)]
    public Task<EmittedTasks> EmitTasksAsync(string runId) => RunAsync(runId, async cancellationToken =>
    {
        var context = ActivityExecutionContext.Current;
        await using var heartbeat = time.CreateTimer(_ => context.Heartbeat(), null, HeartbeatInterval, HeartbeatInterval);
        var outcome = await steps.EmitTasksAsync(runId, sink: null, cancellationToken);
        return outcome.IsComplete ? RunSteps.Name(outcome) : throw new TasksOpenException(outcome);
    });

    /// <summary>See <see cref="RunSteps.SubmitEvidenceAsync"/>. Fails while evidence is open, so that Temporal tries again, and ends it after a week.</summary>
    [Activity(SubmitEvidenceName)]
    public Task<SubmittedEvidence> SubmitEvidenceAsync(string runId) => RunAsync(runId, async cancellationToken =>
    {
        var context = ActivityExecutionContext.Current;
        await using var heartbeat = time.CreateTimer(_ => context.Heartbeat(), null, HeartbeatInterval, HeartbeatInterval);
        var outcome = await steps.SubmitEvidenceAsync(runId, giveUp: Age > EvidencePatience, cancellationToken);
        return outcome.IsComplete ? SubmittedEvidence.Of(outcome) : throw new EvidenceOpenException(outcome);
    });

    /// <summary>See <see cref="RunSteps.CloseAsync"/>.</summary>
    [Activity(CloseRunName)]
    public Task CloseRunAsync(string runId, string reason) => RunAsync(runId, async cancellationToken =>
    {
        await steps.CloseAsync(runId, reason, cancellationToken);
        return true;
    });

    private TimeSpan Age => time.GetUtcNow() - new DateTimeOffset(ActivityExecutionContext.Current.Info.ScheduledTime);

    private async Task<T> RunAsync<T>(string runId, Func<CancellationToken, Task<T>> step)
    {
        var context = ActivityExecutionContext.Current;
        try
        {
            return await step(context.CancellationToken);
        }
        catch (OperationCanceledException) when (context.CancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e) when (e is not FailureException)
        {
            Log.StepFailed(logger, context.Info.ActivityType, runId, context.Info.Attempt, e);
            throw RunFailures.Translate(e);
        }
    }
}
