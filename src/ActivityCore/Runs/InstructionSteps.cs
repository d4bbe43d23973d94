using System.Text;
using ActivityCore.Instructions;
using ActivityCore.Storage;
using Microsoft.Extensions.Logging;

namespace ActivityCore.Runs;

/// <summary>The steps of a run that do its instructions. Each reads the run from the store, leaves its result there, and may be repeated. Safe to share.</summary>
public sealed class InstructionSteps
{
    /// <summary>How long an attempt stands after it was last renewed.</summary>
    internal static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(5);
    private static readonly string Worker = $"{Environment.MachineName}/{Environment.ProcessId}";

    private readonly IRunLog _runs;
    private readonly IInstructionLog _log;
    private readonly PinnedDefinitions _definitions;
    private readonly Dictionary<InstructionKind, IInstructionRunner> _runners;
    private readonly TimeProvider _time;
    private readonly ILogger<InstructionSteps> _logger;

    internal InstructionSteps(
        IRunLog runs, IInstructionLog log, PinnedDefinitions definitions, IEnumerable<IInstructionRunner> runners, TimeProvider time, ILogger<InstructionSteps> logger)
    {
        _runs = runs;
        _log = log;
        _definitions = definitions;
        _runners = runners.ToDictionary(runner => runner.Kind);
        _time = time;
        _logger = logger;
    }

    /// <summary>Does an instruction that is no workflow. One that is settled is not done again.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="key">The instruction's.</param>
    /// <param name="age">For how long it has been tried.</param>
    /// <param name="cancellationToken">Stops the action and leaves nothing of it behind.</param>
    /// <exception cref="InstructionOpenException">It is to be tried again.</exception>
    internal async Task<InstructionResult> RunAsync(string runId, string key, TimeSpan age, CancellationToken cancellationToken = default)
    {
        var (run, plan) = await FindAsync(runId, key, cancellationToken);
        switch (await _log.BeginAsync(runId, plan, Worker, Lease, cancellationToken))
        {
            case InstructionClaim.Settled settled:
                return Result(plan, settled.Record);
            case InstructionClaim.Wait wait:
                throw new InstructionOpenException("Another attempt may still be under way.", wait.After);
            case InstructionClaim.Begun begun:
                CrashPoints.Reach(CrashPoints.AfterInstructionStarted);
                return await DoAsync(new(run, plan, begun.Attempt), begun.Sequence, age, cancellationToken);
            case var other:
                throw new InvalidOperationException($"{other.GetType().Name} is not known.");
        }
    }

    /// <summary>Writes down that a child workflow is started; a result where it has ended before.</summary>
    public async Task<InstructionResult?> BeginChildAsync(string runId, string key, CancellationToken cancellationToken = default)
    {
        var (_, plan) = await FindAsync(runId, key, cancellationToken);
        return await _log.BeginAsync(runId, plan, Worker, Lease, cancellationToken) is InstructionClaim.Settled settled ? Result(plan, settled.Record) : null;
    }

    /// <summary>Writes down how a child workflow ended, with the tasks that it returned.</summary>
    public async Task<InstructionResult> EndChildAsync(string runId, string key, ChildEnd end, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(end);
        var (run, plan) = await FindAsync(runId, key, cancellationToken);
        if (await _log.BeginAsync(runId, plan, Worker, Lease, cancellationToken) is not InstructionClaim.Begun begun)
        {
            return Result(plan, (await _log.ListAsync(runId, cancellationToken)).Single(record => string.Equals(record.Key, key, StringComparison.Ordinal)));
        }

        var id = ChildId(runId, plan);
        InstructionOutcome outcome = end.Failure is { } failure
            ? new InstructionOutcome.Failed($"The workflow {id} did not complete: {failure}")
            : new InstructionOutcome.Succeeded($"workflow {id} completed") { Reference = id, Result = Encoding.UTF8.GetBytes(end.Result ?? ""), Output = end.Result };
        return await RecordAsync(new(run, plan, begun.Attempt), begun.Sequence, Read(outcome, plan, run));
    }

    /// <summary>Counts what the instructions came to and says what follows. The run is moved on in the store.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="released">A person has released the run: it is not parked again.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<DecisionSummary> ConcludeAsync(string runId, bool released, CancellationToken cancellationToken = default)
    {
        var run = await _runs.FindUsableAsync(runId, cancellationToken);
        var decision = run.Decision ?? throw new RunUnusableException($"The run {runId} has no decision.");
        var limits = (await _definitions.LoadAsync(run.DefinitionId, run.DefinitionHash, cancellationToken)).Limits;
        var records = await _log.ListAsync(runId, cancellationToken);
        var returned = records.Sum(record => record.Tasks.Count);
        var summary = RunSteps.Count(decision, decision.Tasks.Count + returned);

        var stopping = decision.PlannedInstructions.Where(plan => plan.OnError == InstructionErrorPolicy.FailRun).Select(plan => plan.Key).ToHashSet(StringComparer.Ordinal);
        if (records.FirstOrDefault(record => record.State == InstructionState.Failed && stopping.Contains(record.Key)) is { } failed)
        {
            var reason = $"Instruction {failed.InstructionId}{(failed.Item is { } item ? $", item {item}" : "")}: {failed.LastError}";
            Log.RunFailed(_logger, runId, run.DefinitionName, reason);
            await _runs.ConcludeAsync(runId, summary.Tasks, heldBecause: null, maxTasksPerHour: null, cancellationToken);
            await _runs.MarkFailedAsync(runId, reason, cancellationToken);
            return summary with { Next = NextStep.Fail, Reason = reason };
        }

        // What the rules ask for had its bounds with the decision.
        var bounded = returned > 0 && !released;
        var tooMany = bounded && summary.Tasks > limits.MaxTasksPerRun
            ? $"The rules ask for {decision.Tasks.Count} tasks and the instructions returned {returned}, and limits.max_tasks_per_run is {limits.MaxTasksPerRun}: nothing was emitted. Release or drop the run."
            : null;
        if (await _runs.ConcludeAsync(runId, summary.Tasks, tooMany, bounded ? limits.MaxTasksPerHour : null, cancellationToken) is { } held)
        {
            Log.RunParked(_logger, runId, run.DefinitionName, held);
            return summary with { Next = NextStep.Park, Reason = held };
        }

        if (summary.Tasks > 0)
        {
            return summary with { Next = NextStep.Emit };
        }

        await _runs.MarkCompletedAsync(runId, cancellationToken);
        return summary with { Next = NextStep.Complete };
    }

    /// <summary>The id of an instruction's child workflow.</summary>
    internal static string ChildId(string runId, PlannedInstruction plan) => plan.Workflow!.Id ?? $"{runId}-{plan.Key[..16]}";

    private async Task<InstructionResult> DoAsync(InstructionCall call, long sequence, TimeSpan age, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var renewal = RenewAsync(call, sequence, stop);
        InstructionOutcome outcome;
        try
        {
            outcome = await Runner(call.Plan.Kind).RunAsync(call, stop.Token);
        }
        catch (OperationCanceledException)
        {
            outcome = new InstructionOutcome.Retry("The attempt was stopped with its worker or its run.", MayBeDone: true);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A runner should not; recorded as any other attempt, it is tried again for as long as those are, and not for ever.
            Instructions.Log.RunnerThrew(_logger, call.Plan.InstructionId, call.Run.RunId, e);
            outcome = new InstructionOutcome.Retry($"{e.GetType().Name}; the worker's log has more", MayBeDone: true);
        }

        CrashPoints.Reach(CrashPoints.AfterInstructionBeforeRecord);
        await stop.CancelAsync();
        await renewal;
        outcome = outcome switch
        {
            InstructionOutcome.Retry { MayBeDone: true } unknown when call.Plan.AtMostOnce =>
                new InstructionOutcome.Failed($"{unknown.Reason} It may have been done, and is to be done at most once, so it is not tried again; see to it by hand."),
            InstructionOutcome.Retry retry when age > InstructionLimits.Patience =>
                new InstructionOutcome.Failed($"{retry.Reason}; tried {call.Attempt} times in {InstructionLimits.Patience.TotalHours:0} h, and no more"),
            _ => Read(outcome, call.Plan, call.Run),
        };
        try
        {
            var result = await RecordAsync(call, sequence, outcome);
            CrashPoints.Reach(CrashPoints.AfterInstructionRecorded);
            return result;
        }
        catch (InstructionOpenException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw;
        }
    }

    // What was done is recorded even when the caller has gone meanwhile.
    private async Task<InstructionResult> RecordAsync(InstructionCall call, long sequence, InstructionOutcome outcome)
    {
        var record = await _log.RecordAsync(call.Plan, sequence, call.Attempt, outcome, CancellationToken.None);
        switch (record.State)
        {
            case InstructionState.Succeeded:
                Instructions.Log.InstructionDone(_logger, record.InstructionId, record.RunId, record.Summary!, record.Tasks.Count);
                return Result(call.Plan, record);
            case InstructionState.Failed:
                Instructions.Log.InstructionFailed(_logger, record.InstructionId, record.RunId, record.LastError!);
                return Result(call.Plan, record);
            default:
                var reason = record.LastError ?? "another attempt is under way";
                Instructions.Log.InstructionWaits(_logger, record.InstructionId, record.RunId, reason);
                throw new InstructionOpenException(reason, (outcome as InstructionOutcome.Retry)?.After);
        }
    }

    // A worker that cannot renew its row does not know whether another has begun: it stops.
    private async Task RenewAsync(InstructionCall call, long sequence, CancellationTokenSource stop)
    {
        var renewed = _time.GetTimestamp();
        while (!stop.IsCancellationRequested)
        {
            await Task.Delay(Renewal, _time, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stop.IsCancellationRequested)
            {
                return;
            }

            var stands = true;
            try
            {
                // A database that does not answer must not keep this worker at it when another may begin.
                var left = Lease - Renewal - _time.GetElapsedTime(renewed);
                stands = await _log.RenewAsync(sequence, call.Attempt, stop.Token).WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, _time, stop.Token);
                renewed = stands ? _time.GetTimestamp() : renewed;
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                stands = _time.GetElapsedTime(renewed) < Lease - Renewal;
            }

            if (!stands)
            {
                Instructions.Log.LeaseLost(_logger, call.Plan.InstructionId, call.Run.RunId);
                await stop.CancelAsync();
            }
        }
    }

    private IInstructionRunner Runner(InstructionKind kind) =>
        _runners.GetValueOrDefault(kind) ?? throw new InvalidOperationException($"Nothing in this process does instructions of the kind {kind}.");

    private static InstructionOutcome Read(InstructionOutcome outcome, PlannedInstruction plan, RunRecord run)
    {
        if (outcome is not InstructionOutcome.Succeeded done || !plan.ReturnsTasks)
        {
            return outcome;
        }

        return ReturnedTasks.Read(done, plan, run, out var tasks) is { } unreadable
            ? new InstructionOutcome.Failed($"{done.Summary}. {unreadable}", done.Output)
            : done with { Tasks = tasks };
    }

    private static InstructionResult Result(PlannedInstruction plan, InstructionRecord record) => record.State == InstructionState.Succeeded
        ? new("succeeded", record.Summary!, record.Tasks.Count, Stops: false)
        : new("failed", record.LastError!, 0, Stops: plan.OnError == InstructionErrorPolicy.FailRun);

    private async Task<(RunRecord Run, PlannedInstruction Plan)> FindAsync(string runId, string key, CancellationToken cancellationToken)
    {
        var run = await _runs.FindUsableAsync(runId, cancellationToken);
        var plan = run.Decision?.PlannedInstructions.FirstOrDefault(plan => string.Equals(plan.Key, key, StringComparison.Ordinal))
            ?? throw new RunUnusableException($"The run {runId} has decided on no instruction {key}.");
        // Its decision was held, and its workflow only goes on when a person has released it. What is held after the instructions stays so, also when they are asked for again.
        if (run is { State: RunState.Parked, ConcludedAt: null })
        {
            await _runs.ReleaseAsync(runId, cancellationToken);
        }

        return (run, plan);
    }
}
