using System.Diagnostics.Tracing;
using Temporalio.Exceptions;

namespace Temporalio.Worker.Instance;

/// <summary>
/// Watches, while workflow code runs, for tasks and timers that leave the workflow's scheduler, as Task.Run, Task.Delay
/// and ConfigureAwait(false) do, and fails the task that did it. One per process; on while any worker needs it.
/// </summary>
internal sealed class DeterminismGuard : EventListener
{
    private const string TplSource = "System.Threading.Tasks.TplEventSource";
    private const string FrameworkSource = "System.Diagnostics.Eventing.FrameworkEventSource";
    private const EventKeywords TplTasks = (EventKeywords)2;
    private const EventKeywords ThreadTransfer = (EventKeywords)0x10;
    private const EventTask ThreadTransferTask = (EventTask)3;
    private const int TaskScheduled = 7;
    private const int TaskWaitEnd = 11;

    private static readonly Lazy<DeterminismGuard> Lazy = new(() => new());

    private readonly Lock _lock = new();
    private List<EventSource>? _sources;
    private int _users;

    private DeterminismGuard()
    {
    }

    public static DeterminismGuard Shared => Lazy.Value;

    public void Register()
    {
        lock (_lock)
        {
            if (++_users == 1)
            {
                _sources?.ForEach(Enable);
            }
        }
    }

    public void Unregister()
    {
        lock (_lock)
        {
            if (--_users == 0)
            {
                _sources?.ForEach(DisableEvents);
            }
        }
    }

    // Called from the base constructor too; fields with an initializer are set by then.
    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (!string.Equals(eventSource.Name, TplSource, StringComparison.Ordinal) &&
            !string.Equals(eventSource.Name, FrameworkSource, StringComparison.Ordinal))
        {
            return;
        }
        lock (_lock)
        {
            (_sources ??= []).Add(eventSource);
            if (_users > 0)
            {
                Enable(eventSource);
            }
        }
    }

    // Called for every task in the process: the first line has to be cheap.
    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (TaskScheduler.Current is not WorkflowScheduler { Context: WorkflowContext { Owner: { TracingEventsEnabled: true } instance } })
        {
            return;
        }
        if (string.Equals(eventData.EventSource.Name, TplSource, StringComparison.Ordinal))
        {
            if (eventData.EventId is >= TaskScheduled and <= TaskWaitEnd &&
                eventData.Payload is { Count: > 0 } payload && payload[0] is int scheduler && scheduler != instance.SchedulerId)
            {
                instance.Fail(new InvalidWorkflowOperationException(
                    "Task during workflow run was not scheduled on workflow scheduler", Environment.StackTrace));
            }
        }
        else if (eventData.Task == ThreadTransferTask)
        {
            instance.Fail(new InvalidWorkflowOperationException(
                "Workflow attempted to perform a thread transfer task which is non-deterministic. " +
                "This can be caused by timers or other non-deterministic async calls.",
                Environment.StackTrace));
        }
    }

    private void Enable(EventSource source) => EnableEvents(
        source,
        EventLevel.Informational,
        string.Equals(source.Name, TplSource, StringComparison.Ordinal) ? TplTasks : ThreadTransfer);
}
