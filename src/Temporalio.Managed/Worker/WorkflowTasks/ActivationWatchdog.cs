using System.Collections.Concurrent;

namespace Temporalio.Worker.WorkflowTasks;

/// <summary>
/// Looks out for workflow code that does not yield. One timer for all activations; the thread that hangs is lost until
/// the code returns.
/// </summary>
internal sealed class ActivationWatchdog : IDisposable
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<PolledWorkflowTask, Watch> _watches = new();
    private readonly TimeProvider _time;
    private readonly ITimer? _timer;

    public ActivationWatchdog(TimeProvider time, bool enabled)
    {
        _time = time;
        _timer = enabled ? time.CreateTimer(_ => Look(), null, Period, Period) : null;
    }

    public void Begin(PolledWorkflowTask task, WorkflowRun run, Action<WorkflowRun, PolledWorkflowTask> onDeadlock)
    {
        if (_timer is not null)
        {
            _watches[task] = new(run, _time.GetTimestamp(), onDeadlock);
        }
    }

    public void End(PolledWorkflowTask task)
    {
        if (_timer is not null)
        {
            _watches.TryRemove(task, out _);
        }
    }

    public void Dispose() => _timer?.Dispose();

    private void Look()
    {
        foreach (var (task, watch) in _watches)
        {
            if (_time.GetElapsedTime(watch.Since) > Limit && _watches.TryRemove(task, out _))
            {
                watch.OnDeadlock(watch.Run, task);
            }
        }
    }

    private sealed record Watch(WorkflowRun Run, long Since, Action<WorkflowRun, PolledWorkflowTask> OnDeadlock);
}
