using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Temporalio.Api.Common.V1;
using Temporalio.Api.Enums.V1;
using Temporalio.DevServer.Engine;
using Temporalio.DevServer.Grpc;
using Temporalio.DevServer.Namespaces;
using Temporalio.DevServer.Storage;
using Temporalio.DevServer.Timing;

namespace Temporalio.DevServer.Schedules;

/// <summary>
/// All schedules. A step of one is: bring its record up to now, apply what a caller changes, store what is to be started, start
/// it, store that. Different schedules go on at the same time. Thread-safe.
/// </summary>
internal sealed class Scheduler : IDisposable
{
    private readonly RunEngine _engine;
    private readonly ScheduleStore _store;
    private readonly ScheduledWorkflows _workflows;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _creating = new(1);
    private readonly ConcurrentDictionary<(long NamespaceKey, string Id), ScheduleEntry> _byId = new();
    private readonly ConcurrentDictionary<long, ScheduleEntry> _byKey = new();
    private readonly ConcurrentDictionary<string, ScheduleEntry> _byRun = new(StringComparer.Ordinal);

    public Scheduler(RunEngine engine, ScheduleStore store, ILogger logger)
    {
        _engine = engine;
        _store = store;
        _logger = logger;
        _workflows = new ScheduledWorkflows(engine);
        engine.RunClosed = firstRunId =>
        {
            if (_byRun.TryGetValue(firstRunId, out var entry))
                engine.Later(() => StepAsync(entry));
        };
    }

    public ScheduleEntry? Find(NamespaceEntry ns, string id) => _byId.GetValueOrDefault((ns.Key, id));

    public ScheduleEntry? FindByKey(long key) => _byKey.GetValueOrDefault(key);

    /// <summary>Takes up every stored schedule; what was missed meanwhile is made up as far as its catch-up window reaches.</summary>
    public void Resume()
    {
        foreach (var (key, namespaceKey, record) in _store.ReadAll())
        {
            var ns = _engine.Namespaces.GetByKey(namespaceKey);
            var entry = new ScheduleEntry(key, ns, record, new CompiledSpec(record.Schedule.Spec, Seed(ns, record.ScheduleId)));
            Add(entry);
            _engine.Later(() => StepAsync(entry));
        }
    }

    public static string Seed(NamespaceEntry ns, string scheduleId) => $"{ns.Id}-{scheduleId}";

    /// <summary>Makes a schedule; the same request again changes nothing.</summary>
    public async Task<ScheduleEntry> CreateAsync(NamespaceEntry ns, ScheduleRecord record, CompiledSpec spec, Action<ScheduleWork>? initial)
    {
        ScheduleEntry entry;
        await _creating.WaitAsync().ConfigureAwait(false);
        try
        {
            if (Find(ns, record.ScheduleId) is { } known)
            {
                return string.Equals(known.Record.CreateRequestId, record.CreateRequestId, StringComparison.Ordinal)
                    ? known
                    : throw Refusals.ScheduleExists(record.ScheduleId, known.Record.CreateRequestId);
            }

            var now = _engine.Time.NowTicks();
            record.CreateTime = now;
            record.LastProcessed = now;
            record.ConflictToken = 1;
            var first = new ScheduleWork(record, spec, now);
            initial?.Invoke(first);
            entry = new ScheduleEntry(_store.NextKey(), ns, record.Clone(), spec);
            await _store.InsertAsync(entry.Key, ns, record).ConfigureAwait(false);
            Add(entry);
        }
        finally
        {
            _creating.Release();
        }

        await CarryOnAsync(entry).ConfigureAwait(false);
        return entry;
    }

    /// <summary>Applies a change and lets what follows from it happen; the task ends when it has.</summary>
    /// <exception cref="RpcStatusException">The change is refused, or the schedule is gone.</exception>
    public async Task ChangeAsync(ScheduleEntry entry, Func<ScheduleWork, bool> change)
    {
        await entry.Gate.WaitAsync().ConfigureAwait(false);
        try
        {
            if (entry.Deleted)
                throw Refusals.ScheduleNotFound(entry.Record.ScheduleId);
            var work = entry.Begin(_engine.Time.NowTicks());
            ScheduleTimes.Advance(work);
            if (!change(work))
                return;
            await StoreAsync(entry, work).ConfigureAwait(false);
        }
        finally
        {
            entry.Gate.Release();
        }

        await CarryOnAsync(entry).ConfigureAwait(false);
    }

    public async Task DeleteAsync(ScheduleEntry entry)
    {
        await entry.Gate.WaitAsync().ConfigureAwait(false);
        try
        {
            if (entry.Deleted)
                throw Refusals.ScheduleNotFound(entry.Record.ScheduleId);
            await RemoveAsync(entry).ConfigureAwait(false);
        }
        finally
        {
            entry.Gate.Release();
        }
    }

    public async Task<bool> IsRunningAsync(ScheduleEntry entry, WorkflowExecution execution) =>
        (await _workflows.LookAsync(entry.Namespace, execution).ConfigureAwait(false)).Status == WorkflowExecutionStatus.Running;

    public void Dispose() => _creating.Dispose();

    /// <summary>The change is stored, so a fault of what follows is not the caller's.</summary>
    private async Task CarryOnAsync(ScheduleEntry entry)
    {
        try
        {
            await StepAsync(entry).ConfigureAwait(false);
        }
        catch (StorageException e)
        {
            Log.StepPutOff(_logger, entry.Record.ScheduleId, e.Message);
            _engine.Later(() => StepAsync(entry));
        }
    }

    private async Task StepAsync(ScheduleEntry entry)
    {
        await entry.Gate.WaitAsync().ConfigureAwait(false);
        try
        {
            if (!entry.Deleted)
                await StepInsideAsync(entry).ConfigureAwait(false);
        }
        finally
        {
            entry.Gate.Release();
        }
    }

    private async Task StepInsideAsync(ScheduleEntry entry)
    {
        var work = entry.Begin(_engine.Time.NowTicks());
        // What the last process had begun comes first.
        if (work.Record.Starting.Count > 0)
            await StartAsync(entry, work).ConfigureAwait(false);
        await LookAsync(entry, work).ConfigureAwait(false);
        ScheduleTimes.Advance(work);
        ScheduleTimes.Backfill(work);
        bool again;
        do
        {
            again = ScheduleActions.Decide(work, _engine.Rules.NewId, out var plan);
            await StoreAsync(entry, work).ConfigureAwait(false);
            again |= await StartAsync(entry, work).ConfigureAwait(false);
            await EndAsync(entry, work, plan).ConfigureAwait(false);
        }
        while (again && work.Record.Buffered.Count > 0);
        await StoreAsync(entry, work).ConfigureAwait(false);
        if (ScheduleTimes.Expiry(work) <= work.Now)
            await RemoveAsync(entry).ConfigureAwait(false);
        else
            Arm(entry, work);
    }

    /// <summary>Carries out what is marked as starting; true when something could not be started.</summary>
    private async Task<bool> StartAsync(ScheduleEntry entry, ScheduleWork work)
    {
        var failed = false;
        foreach (var start in work.Record.Starting.ToList())
        {
            long? startTime = null;
            try
            {
                startTime = await _workflows.StartAsync(entry.Namespace, work.Record, start).ConfigureAwait(false);
                if (startTime is null)
                    Log.StartSkipped(_logger, work.Record.ScheduleId, start.WorkflowId);
            }
            catch (RpcStatusException e)
            {
                Log.StartRefused(_logger, work.Record.ScheduleId, start.WorkflowId, e.Message);
            }

            work.Record.Starting.Remove(start);
            if (startTime is { } time)
                ScheduleActions.RecordStarted(work, start, time);
            else
                failed = true;
        }

        return failed;
    }

    private async Task EndAsync(ScheduleEntry entry, ScheduleWork work, OverlapPlan plan)
    {
        if (!plan.Cancel && !plan.Terminate)
            return;
        foreach (var running in work.Record.Running)
        {
            if (plan.Terminate)
                await _workflows.TerminateAsync(entry.Namespace, work.Record, running).ConfigureAwait(false);
            else
                await _workflows.CancelAsync(entry.Namespace, work.Record, running).ConfigureAwait(false);
        }
    }

    /// <summary>Notes which of the started workflows have ended.</summary>
    private async Task LookAsync(ScheduleEntry entry, ScheduleWork work)
    {
        foreach (var execution in Watched(work.Record))
        {
            var standing = await _workflows.LookAsync(entry.Namespace, execution).ConfigureAwait(false);
            if (standing.Status != WorkflowExecutionStatus.Running)
                ScheduleActions.RecordEnded(work, execution, standing.Status, standing.End);
        }
    }

    private static List<WorkflowExecution> Watched(ScheduleRecord record) =>
    [
        .. record.RecentActions
            .Where(r => r.StartWorkflowStatus == WorkflowExecutionStatus.Running).Select(r => r.StartWorkflowResult)
            .Concat(record.Running).Distinct(),
    ];

    private async Task StoreAsync(ScheduleEntry entry, ScheduleWork work)
    {
        if (work.Record.Equals(entry.Record))
            return;
        await _store.UpdateAsync(
            entry.Key, entry.Namespace, work.Record, !Equals(work.Record.SearchAttributes, entry.Record.SearchAttributes)).ConfigureAwait(false);
        var before = Watched(entry.Record);
        entry.Show(work);
        var now = Watched(entry.Record);
        foreach (var ended in before.Except(now))
            _byRun.TryRemove(ended.RunId, out _);
        foreach (var begun in now.Except(before))
            await WatchAsync(entry, begun).ConfigureAwait(false);
    }

    /// <summary>A workflow may have ended before it was watched, and then nobody will tell.</summary>
    private async Task WatchAsync(ScheduleEntry entry, WorkflowExecution execution)
    {
        _byRun[execution.RunId] = entry;
        var standing = await _workflows.LookAsync(entry.Namespace, execution).ConfigureAwait(false);
        if (standing.Status != WorkflowExecutionStatus.Running)
            _engine.Later(() => StepAsync(entry));
    }

    private void Add(ScheduleEntry entry)
    {
        _byId[(entry.Namespace.Key, entry.Record.ScheduleId)] = entry;
        _byKey[entry.Key] = entry;
        foreach (var execution in Watched(entry.Record))
            _byRun[execution.RunId] = entry;
    }

    private async Task RemoveAsync(ScheduleEntry entry)
    {
        await _store.DeleteAsync(entry.Key).ConfigureAwait(false);
        entry.Deleted = true;
        _engine.Skipper?.Remove(entry);
        _byId.TryRemove((entry.Namespace.Key, entry.Record.ScheduleId), out _);
        _byKey.TryRemove(entry.Key, out _);
        foreach (var execution in Watched(entry.Record))
            _byRun.TryRemove(execution.RunId, out _);
    }

    private void Arm(ScheduleEntry entry, ScheduleWork work)
    {
        _engine.Skipper?.Set(entry, busy: false, ScheduleTimes.NextAction(work));
        _engine.Timers.Wake(entry, ScheduleTimes.NextWake(work), () => _engine.Later(() => StepAsync(entry)));
    }
}
