using System.Collections.Concurrent;
using Temporalio.Exceptions;

namespace Temporalio.Worker.WorkflowTasks;

/// <summary>
/// Looks out for workflow code that does not yield. One timer for all activations; the thread that hangs is lost until
/// the code returns.
/// </summary>
internal sealed class ActivationWatchdog : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<object, Watch> _watches = new();
    private readonly TimeProvider _time;
    private readonly ITimer? _timer;

    public ActivationWatchdog(TimeProvider time, bool enabled)
    {
        _time = time;
        _timer = enabled ? time.CreateTimer(_ => Look(), null, Period, Period) : null;
    }

    /// <summary>What is reported of a workflow that hangs.</summary>
    public static InvalidWorkflowOperationException Deadlock(string workflowId) => new(
        $"[TMPRL1101] Potential deadlock detected: workflow with ID {workflowId} didn't yield within {Limit.TotalSeconds} second(s)");

    /// <param name="key">Whose code runs; once at a time.</param>
    /// <param name="onDeadlock">Called at most once, on the timer's thread.</param>
    public void Begin(object key, Action onDeadlock)
    {
        if (_timer is not null)
        {
            _watches[key] = new(_time.GetTimestamp(), onDeadlock);
        }
    }

    public void End(object key)
    {
        if (_timer is not null)
        {
            _watches.TryRemove(key, out _);
        }
    }

    public void Dispose() => _timer?.Dispose();

    private void Look()
    {
        foreach (var (key, watch) in _watches)
        {
            if (_time.GetElapsedTime(watch.Since) > Limit && _watches.TryRemove(key, out _))
            {
                watch.OnDeadlock();
            }
        }
    }

    private sealed record Watch(long Since, Action OnDeadlock);
}
