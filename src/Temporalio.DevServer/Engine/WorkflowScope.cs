using Google.Protobuf;
using Temporalio.Api.Enums.V1;
using Temporalio.Api.History.V1;
using Temporalio.DevServer.Grpc;
using Temporalio.DevServer.Storage;

namespace Temporalio.DevServer.Engine;

/// <summary>The runs of one workflow id while its lock is held. Steps become visible only once they are stored.</summary>
internal sealed class WorkflowScope(RunEngine engine, WorkflowTable.Slot slot, WorkflowKey key, long now)
{
    public WorkflowKey Key => key;

    public long Now => now;

    /// <summary>The newest run, open or closed.</summary>
    public Run? Current
    {
        get
        {
            if (!slot.CurrentKnown)
            {
                slot.Current = Load("");
                slot.CurrentKnown = true;
            }

            return slot.Current;
        }
    }

    public Run? Find(string runId)
    {
        if (runId.Length == 0)
            return Current;
        if (slot.Runs.TryGetValue(runId, out var run))
            return run;
        return Load(runId);
    }

    /// <summary>The run, or the refusal that there is none.</summary>
    public Run Require(string runId) => Find(runId) ?? throw Refusals.WorkflowNotFound(key.WorkflowId, runId);

    /// <summary>The run, or the refusal that it is not there or no longer open.</summary>
    public Run RequireOpen(string runId)
    {
        var run = Require(runId);
        return run.State.Status == (int)WorkflowExecutionStatus.Running ? run : throw Refusals.WorkflowCompleted();
    }

    public RunWork Begin(Run run) => new(run, run.State.Clone(), now, engine.Rules, isNew: false);

    /// <summary>A new run with its started event; the caller schedules the first workflow task.</summary>
    public RunWork BeginNew(string runId, NewRun start)
    {
        var work = BeginEmpty();
        RunStart.Begin(work, key.WorkflowId, runId, start);
        return work;
    }

    /// <summary>A new run whose events the caller writes.</summary>
    public RunWork BeginEmpty() => new(
        new Run(engine.Store.NextKey(), key.Namespace, new RunState(), engine.Store), new RunState(), now, engine.Rules, isNew: true);

    /// <summary>Stores steps of one or more runs together, then shows them and lets their effects follow.</summary>
    public async Task CommitAsync(params RunWork[] steps)
    {
        var all = new List<RunWork>(steps);
        foreach (var step in steps)
        {
            if (step.Successor is { } next)
            {
                var follower = BeginNew(next.RunId, next.Start);
                WorkflowTasks.Schedule(follower);
                all.Add(follower);
            }
        }

        await engine.Store.WriteAsync(all.ConvertAll(ToWrite)).ConfigureAwait(false);
        foreach (var step in all)
        {
            step.Run.Unsaved = false;
            Show(step);
        }

        // All of them first: what one run ends another may have begun.
        foreach (var step in all)
            engine.Track(step.Run);
        foreach (var step in all)
            engine.Follow(key, step);
    }

    /// <summary>Ends the run in place of a step that makes its history too long, and refuses the step.</summary>
    public async Task CheckHistoryAsync(RunWork step)
    {
        if (!step.IsOpen || TooLong(step.State) is not { } reason)
            return;
        var end = Begin(step.Run);
        Closing.Terminate(end, reason, null, "history-service");
        await CommitAsync(end).ConfigureAwait(false);
        throw Refusals.Invalid(reason);
    }

    /// <summary>Shows a step that a restart may forget: a hand-out of a workflow task.</summary>
    public void Keep(RunWork step)
    {
        if (step.Events.Count > 0)
            throw new InvalidOperationException("A step with events must be stored.");
        step.Run.Unsaved = true;
        Show(step);
        engine.Track(step.Run);
        engine.Follow(key, step);
    }

    /// <summary>Stores what <see cref="Keep"/> left open, before someone outside is shown it.</summary>
    public Task SaveAsync(Run run) => run.Unsaved ? CommitAsync(Begin(run)) : Task.CompletedTask;

    public async Task DeleteAsync(Run run)
    {
        await engine.Store.DeleteAsync(run.Key).ConfigureAwait(false);
        slot.Runs.Remove(run.State.RunId);
        engine.Skipper?.Remove(run.Key);
        if (ReferenceEquals(slot.Current, run))
        {
            slot.Current = null;
            slot.CurrentKnown = false;
        }

        run.Replace(run.State);
    }

    private static string? TooLong(RunState state) =>
        state.NextEventId - 1 > EngineLimits.MaxHistoryEvents ? "Workflow history count exceeds limit."
        : state.HistorySize > EngineLimits.MaxHistoryBytes ? "Workflow history size exceeds limit."
        : null;

    private Run? Load(string runId)
    {
        if (engine.Store.Find(key.Namespace.Key, key.WorkflowId, runId) is not { } found)
            return null;
        var state = RunState.Parser.ParseFrom(found.State);
        if (slot.Runs.TryGetValue(state.RunId, out var known))
            return known;
        var run = new Run(found.Key, key.Namespace, state, engine.Store);
        slot.Runs.Add(state.RunId, run);
        engine.Track(run);
        engine.Arm(key, run);
        return run;
    }

    private void Show(RunWork step)
    {
        var run = step.Run;
        run.Events.Add(step.Events);
        run.Replace(step.State);
        var open = run.State.Status == (int)WorkflowExecutionStatus.Running;
        if (run.State.Task is null && (!open || run.State.CompletedTaskCount > 0))
            run.ReleaseQueries();
        if (!step.IsNew)
            return;
        slot.Runs[step.State.RunId] = run;
        slot.Current = run;
        slot.CurrentKnown = true;
    }

    private static RunWrite ToWrite(RunWork step)
    {
        var state = step.State;
        state.StateTransitions++;
        byte[]? events = null;
        if (step.Events.Count > 0)
        {
            var history = new History();
            history.Events.Add(step.Events);
            events = history.ToByteArray();
        }

        return new RunWrite
        {
            RunKey = step.Run.Key,
            IsNew = step.IsNew,
            FirstEventId = step.Events.Count > 0 ? step.Events[0].EventId : 0,
            Events = events,
            Row = step.RowChanged ? Visibility.RunRows.From(step.Run, state) : null,
            SearchValues = step.SearchAttributesChanged && (!step.IsNew || state.SearchAttributes is not null)
                ? Visibility.SearchAttributeRules.Values(step.Run.Namespace, state.SearchAttributes)
                : null,
            State = state.ToByteArray(),
        };
    }
}
