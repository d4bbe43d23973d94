using System.Text.Json;
using ActivityCore.Context;
using ActivityCore.Definitions;
using ActivityCore.Events;
using ActivityCore.Evidence;
using ActivityCore.Instructions;
using ActivityCore.Rules;
using ActivityCore.Storage;
using ActivityCore.Tasks;
using Microsoft.Extensions.Logging;

namespace ActivityCore.Runs;

/// <summary>The steps of a run. Each reads the run from the store, leaves its result and the run's state there, and may be repeated. Safe to share.</summary>
public sealed class RunSteps(
    IRunLog runs, IEventLog events, IInstructionLog instructions, PinnedDefinitions definitions, ContextResolver context, ITaskEmitter emitter,
    EvidenceSubmitter evidence, ILogger<RunSteps> logger)
{
    private const int NamedTasks = 20;
    private static readonly JsonElement NoContext = JsonElement.Parse("{}");

    /// <summary>Writes down a run that a schedule has started. Where the tick has its run already, under whatever name, that one stands.</summary>
    /// <param name="input">What the schedule starts its workflows with.</param>
    /// <param name="workflowId">Ends with the nominal time.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<RegisteredRun> RegisterAsync(RunInput input, string workflowId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        var nominal = RunId.ScheduledTime(workflowId)
            ?? throw new RunUnusableException($"The workflow {workflowId} was not started by a schedule: its id does not end with a time.");
        var occurrence = Occurrence.OfSchedule(input.DefinitionId, nominal);
        var (_, run) = await runs.AddAsync(
            new()
            {
                RunId = workflowId,
                DefinitionId = input.DefinitionId,
                DefinitionName = input.Definition,
                DefinitionHash = input.DefinitionHash,
                Occurrence = occurrence,
            },
            cancellationToken);
        if (string.Equals(run.RunId, workflowId, StringComparison.Ordinal))
        {
            await runs.MarkRunningAsync(workflowId, cancellationToken);
        }

        return new(run.RunId, occurrence.Key);
    }

    /// <summary>Looks up what the definition asks for and saves it with the run, so that the decision can be made again from the same facts.</summary>
    /// <returns>For each entry what came.</returns>
    /// <exception cref="ContextUnavailableException">An entry that the run cannot do without; the run is failed where no retry can help.</exception>
    public async Task<IReadOnlyDictionary<string, string>> ResolveContextAsync(string runId, CancellationToken cancellationToken = default)
    {
        var run = await runs.FindUsableAsync(runId, cancellationToken);
        if (run.Context is { } saved)
        {
            return run.ContextNotes ?? saved.EnumerateObject().ToDictionary(entry => entry.Name, _ => "saved before", StringComparer.Ordinal);
        }

        var definition = await LoadAsync(run, cancellationToken);
        try
        {
            var resolved = await context.ResolveAsync(definition.Context, cancellationToken);
            await runs.SaveContextAsync(runId, resolved.Values, resolved.Notes, cancellationToken);
            return resolved.Notes;
        }
        catch (ContextUnavailableException e) when (!e.Retryable)
        {
            await FailAsync(run, e.Message, cancellationToken);
            throw;
        }
    }

    /// <summary>Decides, saves the decision with every verdict, and moves the run on.</summary>
    public async Task<DecisionSummary> EvaluateRulesAsync(string runId, CancellationToken cancellationToken = default)
    {
        var run = await runs.FindUsableAsync(runId, cancellationToken);
        var definition = await LoadAsync(run, cancellationToken);
        var decision = run.Decision ?? await DecideAsync(run, definition, cancellationToken);
        var summary = Summarise(runId, decision, definition.Limits) with { Evidence = definition.Evidence.Count };
        if (run.Decision is null)
        {
            Log.RunDecided(logger, run.DefinitionName, run.Occurrence.Key, summary.Matched, summary.Missed, summary.Errors, summary.Tasks, runId);
        }

        switch (summary.Next)
        {
            case NextStep.Fail:
                await FailAsync(run, summary.Reason!, cancellationToken);
                break;
            case NextStep.Park:
                Log.RunParked(logger, runId, run.DefinitionName, summary.Reason!);
                await runs.MarkParkedAsync(runId, summary.Reason!, cancellationToken);
                break;
            case NextStep.Complete:
                await runs.MarkCompletedAsync(runId, cancellationToken);
                break;
        }

        return summary;
    }

    /// <summary>
    /// Sends every task of the decision and of its instructions that has no reference yet, and completes the run. One that an instruction has failed, or that
    /// ended before its instructions, stays failed all the same.
    /// </summary>
    /// <param name="runId">The run.</param>
    /// <param name="sink">Null: the configured sink.</param>
    /// <param name="cancellationToken">Stops between tasks.</param>
    /// <returns>What the emission came to. Where only refused tasks are open, the run is failed.</returns>
    public async Task<EmissionOutcome> EmitTasksAsync(string runId, IIssueSink? sink = null, CancellationToken cancellationToken = default)
    {
        var run = await runs.FindUsableAsync(runId, cancellationToken);
        var decision = run.Decision ?? throw new RunUnusableException($"The run {runId} has no decision to emit.");
        if (run.State == RunState.Parked)
        {
            await runs.ReleaseAsync(runId, cancellationToken);
        }

        var (asked, instructionsAreDone) = await ConcludedDecision.ReadAsync(instructions, runId, decision, cancellationToken);
        var outcome = await emitter.EmitAsync(
            new() { RunId = runId, DefinitionId = run.DefinitionId, DefinitionHash = run.DefinitionHash, Decision = asked }, sink, cancellationToken);
        switch (outcome)
        {
            case { IsComplete: true } when instructionsAreDone:
                await runs.MarkCompletedAsync(runId, cancellationToken);
                break;
            case { IsComplete: false, Retryable: false }:
                await FailAsync(run, outcome.Describe(), cancellationToken);
                break;
        }

        return outcome;
    }

    /// <summary>Submits the evidence that the definition asks for, from the context that the rules saw.</summary>
    /// <param name="runId">The run, whose own state this never touches.</param>
    /// <param name="giveUp">True: what is still open after this try is ended.</param>
    /// <param name="cancellationToken">Stops between pieces.</param>
    public async Task<EvidenceOutcome> SubmitEvidenceAsync(string runId, bool giveUp = false, CancellationToken cancellationToken = default)
    {
        var run = await runs.FindUsableAsync(runId, cancellationToken);
        var definition = await LoadAsync(run, cancellationToken);
        var outcome = await evidence.SubmitAsync(
            new() { RunId = runId, Definition = definition, Context = run.Context ?? NoContext, ObservedAt = run.DecidedAt ?? run.Occurrence.NominalTime }, cancellationToken);
        return giveUp && !outcome.IsComplete
            ? await evidence.GiveUpAsync(runId, "It could not be sent for a week.", cancellationToken)
            : outcome;
    }

    /// <summary>Ends a run that will emit nothing more: one that is parked is dropped, any other open one failed, and evidence that is open given up.</summary>
    public async Task CloseAsync(string runId, string reason, CancellationToken cancellationToken = default)
    {
        if (!await runs.DropAsync(runId, reason, cancellationToken))
        {
            await runs.MarkFailedAsync(runId, reason, cancellationToken);
        }

        // No workflow sends it any more; as a dead letter a person can.
        await evidence.GiveUpAsync(runId, reason, cancellationToken);
    }

    /// <summary>Fails the run in the store.</summary>
    public Task FailAsync(string runId, string reason, CancellationToken cancellationToken = default) => runs.MarkFailedAsync(runId, reason, cancellationToken);

    /// <summary>The tasks with a reference, as a run's result shows them.</summary>
    internal static EmittedTasks Name(EmissionOutcome outcome) => new(
        [.. outcome.Settled.Take(NamedTasks).Select(task => new EmittedTask(Short(task.Spec.Title), task.Reference ?? "", JsonNamingPolicy.SnakeCaseLower.ConvertName(task.State.ToString())))],
        Math.Max(0, outcome.Settled.Count - NamedTasks));

    private static string Short(string title) => title.Length <= 200 ? title : $"{title[..199]}…";

    private static DecisionSummary Summarise(string runId, Decision decision, Limits limits)
    {
        var planned = decision.PlannedInstructions.ToArray();
        var (next, reason) = decision switch
        {
            { FailRun: { } failure } => (NextStep.Fail, failure),
            _ when (decision.HeldBecause ?? TooMuch(decision, limits)) is { } held => (NextStep.Park, held),
            { Tasks.Count: 0 } when planned.Length == 0 => (NextStep.Complete, null),
            _ => (planned.Length > 0 ? NextStep.Instruct : NextStep.Emit, (string?)null),
        };
        return Count(decision, decision.Tasks.Count) with { Next = next, Reason = reason, Instructions = planned.Length == 0 ? null : [.. planned.Select(plan => Step(runId, plan))] };
    }

    private static string? TooMuch(Decision decision, Limits limits) => (decision.PlannedInstructions.Count(), decision.Tasks.Count) switch
    {
        (var count, _) when count > limits.MaxInstructionsPerRun =>
            $"The decision asks for {count} instructions and limits.max_instructions_per_run is {limits.MaxInstructionsPerRun}: none was done. Release or drop the run.",
        (_, var count) when count > limits.MaxTasksPerRun =>
            $"The decision asks for {count} tasks and limits.max_tasks_per_run is {limits.MaxTasksPerRun}: nothing was emitted. Release or drop the run.",
        _ => null,
    };

    /// <summary>The verdicts of a decision, counted.</summary>
    internal static DecisionSummary Count(Decision decision, int tasks) => new()
    {
        Next = NextStep.Complete,
        Matched = decision.Verdicts.Count(rule => rule.Verdict == Verdict.Match),
        Missed = decision.Verdicts.Count(rule => rule.Verdict == Verdict.Miss),
        Errors = decision.Verdicts.Count(rule => rule.Verdict == Verdict.Error),
        Tasks = tasks,
    };

    private static InstructionStep Step(string runId, PlannedInstruction plan) => new()
    {
        Key = plan.Key,
        Summary = Short($"{plan.InstructionId}{(plan.Item is { } item ? $" [{item}]" : "")}: {plan.Describe()}"),
        TimeoutSeconds = plan.TimeoutSeconds,
        Child = plan.Workflow is { } child ? new(child.Type, InstructionSteps.ChildId(runId, plan), child.TaskQueue, child.Input) : null,
    };

    private async Task<Decision> DecideAsync(RunRecord run, ActivityDefinition definition, CancellationToken cancellationToken)
    {
        var input = new EvaluationInput
        {
            Occurrence = run.Occurrence,
            Event = await FindEventAsync(run, cancellationToken),
            Context = run.Context ?? NoContext,
        };
        var asked = RuleEvaluator.Evaluate(definition, input);
        return await runs.SaveDecisionAsync(
            run.RunId, asked with { HeldBecause = asked.FailRun is null ? TooMuch(asked, definition.Limits) : null }, definition.Limits.MaxTasksPerHour, cancellationToken);
    }

    private async Task<EventEnvelope?> FindEventAsync(RunRecord run, CancellationToken cancellationToken)
    {
        if (run is not { EventPublisher: { } publisher, EventId: { } id })
        {
            return null;
        }

        var stored = await events.FindAsync(publisher, id, cancellationToken)
            ?? throw new RunUnusableException($"The event {publisher}/{id} of the run {run.RunId} is not in the store.");
        // Rules that see an event without its attributes would miss, and call that a decision.
        return stored.PayloadRemovedAt is { } at
            ? throw new RunUnusableException($"The run {run.RunId} cannot go on: of its event {publisher}/{id} the {RetentionText.Removed(at)}.")
            : stored.Envelope;
    }

    private async Task<ActivityDefinition> LoadAsync(RunRecord run, CancellationToken cancellationToken)
    {
        try
        {
            return await definitions.LoadAsync(run.DefinitionId, run.DefinitionHash, cancellationToken);
        }
        catch (RunUnusableException e)
        {
            await FailAsync(run, e.Message, cancellationToken);
            throw;
        }
    }

    private Task FailAsync(RunRecord run, string reason, CancellationToken cancellationToken)
    {
        Log.RunFailed(logger, run.RunId, run.DefinitionName, reason);
        return runs.MarkFailedAsync(run.RunId, reason, cancellationToken);
    }
}
