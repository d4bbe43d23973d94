using Temporalio.DevServer.Namespaces;
using Temporalio.DevServer.Storage;
using Temporalio.DevServer.Timing;

namespace Temporalio.DevServer.Engine;

/// <summary>Deletes closed runs once their namespace's retention has passed.</summary>
internal sealed class Retention(RunEngine engine, RunStore store, NamespaceRegistry namespaces) : IDisposable
{
    private const int PerBatch = 500;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private bool _stopped;

    public void Start() => engine.Timers.Add(engine.Time.NowTicks() + Interval.Ticks, () => engine.Later(RoundAsync));

    public void Dispose() => _stopped = true;

    private async Task RoundAsync()
    {
        foreach (var ns in namespaces.All)
        {
            if (ns.State.Retention <= 0)
                continue;
            var before = engine.Time.NowTicks() - ns.State.Retention;
            // Until nothing is left: more may close in a minute than one batch holds.
            int deleted;
            do
                deleted = await DeleteAsync(ns, before).ConfigureAwait(false);
            while (deleted == PerBatch && !_stopped);
        }

        if (!_stopped)
            Start();
    }

    /// <summary>Deletes at most a batch; says how many there were.</summary>
    private async Task<int> DeleteAsync(NamespaceEntry ns, long before)
    {
        var deleted = 0;
        foreach (var (workflowId, runId) in store.ReadClosedBefore(ns.Key, before, PerBatch))
        {
            await engine.WithAsync(new WorkflowKey(ns, workflowId), async scope =>
            {
                if (scope.Find(runId) is not { } run || run.State.CloseTime == 0 || run.State.CloseTime >= before)
                    return;
                await scope.DeleteAsync(run).ConfigureAwait(false);
                deleted++;
            }).ConfigureAwait(false);
        }

        return deleted;
    }
}
