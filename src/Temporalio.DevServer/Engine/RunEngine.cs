using Microsoft.Extensions.Logging;
using Temporalio.DevServer.Matching;
using Temporalio.DevServer.Namespaces;
using Temporalio.DevServer.Storage;
using Temporalio.DevServer.TimeSkipping;
using Temporalio.DevServer.Timing;

namespace Temporalio.DevServer.Engine;

/// <summary>
/// Runs every workflow's steps one after the other, different workflows at the same time. A step is: look at the state,
/// let the core change a copy, store it, show it, let its effects follow.
/// </summary>
internal sealed class RunEngine : IAsyncDisposable
{
    private const int WorkflowsInMemory = 5000;
    private const int MaxStepsPerWake = 1000;

    private readonly WorkflowTable _table = new(WorkflowsInMemory);
    private readonly TimerQueue _timers;
    private readonly TaskQueues _queues;
    private readonly Background _background;
    private readonly EffectRunner _effects;
    private readonly ILogger _logger;

    public RunEngine(RunStore store, NamespaceRegistry namespaces, TaskQueues queues, TimeProvider time, ILogger logger, TimeSkipper? skipper = null)
    {
        Store = store;
        Namespaces = namespaces;
        Time = time;
        _queues = queues;
        _logger = logger;
        _timers = new TimerQueue(time);
        _background = new Background(logger, TimeProvider.System);
        _effects = new EffectRunner(this);
        Skipper = skipper;
        skipper?.Attach(_timers, () => _background.IsIdle);
        _background.Drained = skipper is null ? null : skipper.TryAdvance;
        var lastTaskId = time.NowTicks();
        Rules = new EngineRules
        {
            NewId = static () => Guid.NewGuid().ToString(),
            HasRecentPoller = queues.HasRecentPoller,
            FindNamespace = namespaces.Find,
            NextTaskId = () => Interlocked.Increment(ref lastTaskId),
        };
    }

    public RunStore Store { get; }

    public NamespaceRegistry Namespaces { get; }

    public TimeProvider Time { get; }

    public EngineRules Rules { get; }

    /// <summary>Present when time may be skipped.</summary>
    public TimeSkipper? Skipper { get; }

    public TaskQueues Queues => _queues;

    public TimerQueue Timers => _timers;

    /// <summary>Called with the first run id of a chain whose last run has closed, perhaps more than once. Must be quick.</summary>
    public Action<string>? RunClosed { get; set; }

    /// <summary>Ends when the service stops.</summary>
    public CancellationToken Stopping => _background.Stopping;

    /// <summary>Does something with the runs of one workflow id while nobody else does.</summary>
    public async Task<T> WithAsync<T>(WorkflowKey key, Func<WorkflowScope, Task<T>> body)
    {
        using var lease = _table.Rent(key);
        await lease.Slot.Gate.WaitAsync().ConfigureAwait(false);
        try
        {
            return await body(new WorkflowScope(this, lease.Slot, key, Time.NowTicks())).ConfigureAwait(false);
        }
        finally
        {
            lease.Slot.Trim();
            lease.Slot.Gate.Release();
            Skipper?.TryAdvance();
        }
    }

    public Task WithAsync(WorkflowKey key, Func<WorkflowScope, Task> body) => WithAsync(key, async scope =>
    {
        await body(scope).ConfigureAwait(false);
        return true;
    });

    /// <summary>Keeps a workflow in memory, so that its runs' change signals stay the same.</summary>
    public IDisposable Hold(WorkflowKey key) => _table.Rent(key);

    /// <summary>Lets something go on by itself; a fault of storage is tried again.</summary>
    public void Later(Func<Task> work) => _background.Run(work);

    /// <summary>Notes how a run stands towards a clock that may be put forward.</summary>
    public void Track(Run run) => Skipper?.Set(run.Key, RunHolds.IsBusy(run.State), Deadlines.Next(run.State));

    /// <summary>Arranges what a stored step leads to.</summary>
    public void Follow(WorkflowKey key, RunWork step)
    {
        Arm(key, step.Run);
        foreach (var effect in step.Effects)
            _effects.Begin(key, step.Run, effect);
        if (!step.IsOpen && step.State.SuccessorRunId.Length == 0)
            RunClosed?.Invoke(step.State.FirstRunId);
    }

    /// <summary>Makes sure that the run is looked at when its next deadline comes.</summary>
    public void Arm(WorkflowKey key, Run run)
    {
        var runId = run.State.RunId;
        _timers.Wake(run.Key, Deadlines.Next(run.State), () => Later(() => WakeAsync(key, runId)));
    }

    /// <summary>Takes up, after a start, everything that the last process left undone.</summary>
    public async Task<int> ResumeAsync()
    {
        var live = Store.ReadLive();
        foreach (var (namespaceKey, workflowId, runId) in live)
        {
            var key = new WorkflowKey(Namespaces.GetByKey(namespaceKey), workflowId);
            await WithAsync(key, scope =>
            {
                if (scope.Find(runId) is { } run)
                    Recovery.Resume(this, scope, run);
                return Task.CompletedTask;
            }).ConfigureAwait(false);
        }

        Log.Resumed(_logger, live.Count);
        return live.Count;
    }

    public void Begin(WorkflowKey key, Run run, Effect effect) => _effects.Begin(key, run, effect);

    /// <summary>Lets parent and children of a closed run know of its end, if they do not yet.</summary>
    public Task FollowCloseAsync(WorkflowKey key, string runId) => _effects.FollowCloseAsync(key, runId);

    /// <summary>Ends when no work is under way in the background; for tests.</summary>
    internal Task DrainAsync() => _background.DrainAsync();

    /// <summary>Ends everything that waits.</summary>
    public void BeginStop() => _background.BeginStop();

    public async ValueTask DisposeAsync()
    {
        _timers.Dispose();
        await _background.DisposeAsync().ConfigureAwait(false);
    }

    private Task WakeAsync(WorkflowKey key, string runId) => WithAsync(key, async scope =>
    {
        if (scope.Find(runId) is not { } run)
            return;
        var step = scope.Begin(run);
        var count = 0;
        while (count < MaxStepsPerWake && Deadlines.ProcessOne(step))
            count++;
        if (count > 0)
            await scope.CommitAsync(step).ConfigureAwait(false);
        else
            Arm(key, run);
    });
}
